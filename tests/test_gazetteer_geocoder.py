"""The geocoder is used as geopy's are. Places are real: facts of GeoNames."""

import pytest
from geopy.exc import ConfigurationError, GeocoderQueryError
from geopy.extra.rate_limiter import RateLimiter
from geopy.location import Location

from gazetteer import IndexMissingError
from gazetteer.geocoder import Gazetteer, LocalGeocoder


@pytest.fixture(scope="module")
def geocoder(world):
    return LocalGeocoder(world)


@pytest.mark.parametrize(
    ("query", "address"),
    [
        ("Kisumu", "Kisumu, Kenya"),
        ("Valparaíso, Chile", "Valparaíso"),
        ("Springfield, Illinois", "Springfield"),
        ("Cuenca, Ecuador", "Cuenca"),
        ("Cuenca, Spain", "Cuenca"),
    ],
)
def test_geocode_gives_a_location_with_its_source(geocoder, query, address):
    location = geocoder.geocode(query)
    assert isinstance(location, Location)
    assert location.address.startswith(address)
    assert (location.latitude, location.longitude) == (location.raw["lat"], location.raw["lon"])
    assert location.raw["source"]
    assert location.raw["licence"]


def test_parts_after_commas_and_country_codes_narrow_the_search(geocoder):
    assert geocoder.geocode("Cuenca, Ecuador").raw["country"] == "EC"
    assert geocoder.geocode("Cuenca, Spain").raw["country"] == "ES"
    assert geocoder.geocode("Cuenca", country_codes="ec").raw["country"] == "EC"
    assert {
        loc.raw["country"] for loc in geocoder.geocode("Cuenca", exactly_one=False, country_codes=["ec", "PH"])
    } == {
        "EC",
        "PH",
    }
    assert len(geocoder.geocode("San José", exactly_one=False, limit=3)) == 3


@pytest.mark.parametrize("query", ["Qwrtzpxk", "Kisumu, Peru", "Kisumu, Qwrtzpxk"])
def test_nothing_found_is_none(geocoder, query):
    assert geocoder.geocode(query) is None
    assert geocoder.geocode(query, exactly_one=False) is None


@pytest.mark.parametrize("query", ["", "  ", None, 5])
def test_a_query_that_is_no_name_is_geopys_error(geocoder, query):
    with pytest.raises(GeocoderQueryError):
        geocoder.geocode(query)
    with pytest.raises(GeocoderQueryError, match="limit"):
        geocoder.geocode("Kisumu", limit=0)


@pytest.mark.parametrize("query", [(-0.1, 34.75), "-0.1, 34.75", "0 6m 0s S, 34 45m 0s E"])
def test_reverse_takes_what_geopy_takes(geocoder, query):
    location = geocoder.reverse(query)
    assert location.address == "Kisumu, Kenya" or location.raw["country"] == "KE"
    assert location.raw["nearest_km"] < 5
    assert (location.raw["point_country"], location.raw["is_near_border"]) == ("KE", False)
    assert geocoder.reverse(query, exactly_one=False) == [location]


def test_reverse_far_out_at_sea_is_none_and_no_point_is_geopys_error(geocoder):
    assert geocoder.reverse((-45.0, -120.0)) is None
    with pytest.raises(ValueError, match=r"[Pp]oint|unpack|parse"):
        geocoder.reverse("no point at all")


def test_it_works_in_a_rate_limiter_and_as_a_context(geocoder):
    limited = RateLimiter(geocoder.geocode, min_delay_seconds=0.0, max_retries=1)
    assert limited("Kisumu").raw["country"] == "KE"
    with LocalGeocoder(geocoder.gazetteer) as inner:
        assert inner.geocode("Kisumu").raw["country"] == "KE"


def test_no_gazetteer_is_geopys_configuration_error(monkeypatch):
    def missing(**_options):
        raise IndexMissingError("no index here")

    monkeypatch.setattr(Gazetteer, "default", missing)
    with pytest.raises(ConfigurationError, match="no index here"):
        LocalGeocoder()
