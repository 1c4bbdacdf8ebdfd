"""The pipeline from news articles to a map of incidents."""
