"""Open a GeoPackage and its project in QGIS without a screen, and say as JSON what QGIS sees; exit 1 on a fault.

Run it with the Python that has QGIS (Debian: apt-get install --no-install-recommends python3-qgis), not with the
project's own:

    QT_QPA_PLATFORM=offscreen /usr/bin/python3 tools/qgis_check.py incidents.gpkg incidents.qgz picture.png
"""

import json
import os
import sys
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from qgis.core import (
    QgsApplication,
    QgsDateTimeRange,
    QgsExpression,
    QgsExpressionContext,
    QgsExpressionContextUtils,
    QgsFeatureRequest,
    QgsMapRendererParallelJob,
    QgsMapSettings,
    QgsProject,
    QgsVectorLayer,
    QgsVectorLayerTemporalContext,
)
from qgis.PyQt.QtCore import QDateTime, QSize, Qt

#: A picture of one colour says that nothing was drawn.
FEWEST_COLOURS = 12

#: What the ids of the project's layers begin with.
PREFIX = "incident_mapper_"


def main(package: Path, project: Path, picture: Path) -> dict:
    """Return what QGIS sees, with a list of faults."""
    faults = []
    return {"faults": faults, "package": _package(package, faults), "project": _project(project, picture, faults)}


def _package(path: Path, faults: list) -> dict:
    layer = QgsVectorLayer(f"{path}|layername=incidents", "incidents", "ogr")
    if not layer.isValid():
        faults.append("the layer incidents is not valid")
        return {}
    temporal = layer.temporalProperties()
    if (temporal.startField(), temporal.endField()) != ("time_start", "time_end"):
        faults.append(f"QGIS takes {temporal.startField()}, {temporal.endField()} for times")
    if layer.renderer().type() != "categorizedSymbol":
        faults.append(f"the style is not loaded: {layer.renderer().type()}")
    return {
        "features": layer.featureCount(),
        "crs": layer.crs().authid(),
        "types": {field.name(): field.typeName() for field in layer.fields()},
        "renderer": layer.renderer().type(),
        "without_geometry": sum(not feature.hasGeometry() for feature in layer.getFeatures()),
        "map_tip": _map_tips(layer),
    }


def _map_tips(layer: QgsVectorLayer) -> list:
    context = QgsExpressionContext(QgsExpressionContextUtils.globalProjectLayerScopes(layer))
    tips = []
    for feature in layer.getFeatures():
        context.setFeature(feature)
        tips.append(QgsExpression.replaceExpressionText(layer.mapTipTemplate(), context))
    return tips


def _project(path: Path, picture: Path, faults: list) -> dict:
    project = QgsProject.instance()
    if not project.read(str(path)):
        faults.append(f"the project cannot be read: {project.error()}")
        return {}
    layers = {layer.id().removeprefix(PREFIX): layer for layer in project.mapLayers().values()}
    faults += [f"layer {name} is not valid" for name, layer in layers.items() if not layer.isValid()]
    faults += [
        f"relation {r.name()} is not valid" for r in project.relationManager().relations().values() if not r.isValid()
    ]
    if project.crs().authid() != "EPSG:4326":
        faults.append(f"the project's CRS is {project.crs().authid()!r}")
    span = project.timeSettings().temporalRange()
    return {
        "layers": {name: layer.featureCount() for name, layer in sorted(layers.items())},
        "groups": [group.name() for group in project.layerTreeRoot().children()],
        "relations": sorted(project.relationManager().relations()),
        "from": span.begin().toString(Qt.ISODate),
        "to": span.end().toString(Qt.ISODate),
        "crs": project.crs().authid(),
        "labels": layers["incidents"].labelsEnabled(),
        "one_day": _days(layers["incidents"], faults),
        "areas_one_day": _days(layers["incident_areas"], faults),
        "colours": _drawn(project, picture, faults),
    }


def _days(layer: QgsVectorLayer, faults: list) -> int:
    """Return how many dated features there are; each must show on its first and last day, and on no day beside them."""
    temporal = layer.temporalProperties()
    if not temporal.isActive():
        faults.append(f"{layer.id()}: time is not active")
    context = QgsVectorLayerTemporalContext()
    context.setLayer(layer)
    dated = 0
    for feature in layer.getFeatures():
        first, last = feature["time_start"], feature["time_end"]
        if not (isinstance(first, QDateTime) and isinstance(last, QDateTime)) or first.isNull() or last.isNull():
            continue
        dated += 1
        for day, expected in ((first, True), (last, True), (first.addDays(-1), False), (last.addDays(1), False)):
            start = QDateTime(day.date(), day.time().fromString("00:00:00", "HH:mm:ss"), Qt.UTC)
            frame = QgsDateTimeRange(start, start.addDays(1), True, False)
            request = QgsFeatureRequest().setFilterExpression(temporal.createFilterString(context, frame))
            shown = {each["id"] for each in layer.getFeatures(request)}
            if (feature["id"] in shown) is not expected:
                faults.append(
                    f"{layer.id()} {feature['id']}: on {day.date().toString(Qt.ISODate)} shown is not {expected}"
                )
    return dated


def _drawn(project: QgsProject, picture: Path, faults: list) -> int:
    """Draw the project as it opens; return how many colours the picture has."""
    settings = QgsMapSettings()
    order = [node.layer() for node in project.layerTreeRoot().findLayers() if node.isVisible()]
    settings.setLayers([layer for layer in order if layer is not None and layer.isSpatial()])
    settings.setDestinationCrs(project.crs())
    settings.setBackgroundColor(project.backgroundColor())
    settings.setOutputSize(QSize(900, 600))
    settings.setExtent(project.viewSettings().defaultViewExtent())
    job = QgsMapRendererParallelJob(settings)
    job.start()
    job.waitForFinished()
    faults += [f"drawing {error.layerID}: {error.message}" for error in job.errors()]
    image = job.renderedImage()
    image.save(str(picture))
    colours = {image.pixel(x, y) for x in range(0, 900, 3) for y in range(0, 600, 3)}
    if len(colours) < FEWEST_COLOURS:
        faults.append(f"the picture has {len(colours)} colours")
    return len(colours)


if __name__ == "__main__":
    application = QgsApplication([], False)
    application.initQgis()
    told = main(*map(Path, sys.argv[1:4]))
    print(json.dumps(told, ensure_ascii=False, indent=1))
    sys.stdout.flush()
    os._exit(1 if told["faults"] else 0)  # exitQgis crashes while layers are alive
