"""Watches feeds and pages of guidance: the only place that fetches from the open web, and reads what comes.

``addresses`` and ``fetching`` own the client, ``reading`` owns feedparser, ``pages`` owns Beautiful Soup,
``watch`` looks at what is due.
"""
