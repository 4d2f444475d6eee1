"""How the operator sees that the portal works: numbers, answers to probes, and what went wrong.

answering.py  /healthz/live/, /healthz/ready/, /metrics/: before hosts, redirects and sessions
readiness.py  what a server needs to take requests, asked within seconds
measuring.py  each request, counted by its route's template, with an id for the log
numbers.py    what is counted in this process, and how it is told to Prometheus
counting.py   tasks counted by every worker, workers by their sign of life, in the live layer
gathering.py  what stands in rows, studio by studio, added up by the clock; rooms add theirs
queues.py     how many messages wait
troubles.py   what is wrong: when it began, and when it is over
alerts.py     who is told of it, once for each
"""
