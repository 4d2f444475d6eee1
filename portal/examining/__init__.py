"""Whether a deployment works, told by each of its processes: read by `manage.py check_deploy`.

`process.py` is what every process says of itself; `outside.py` comes in as a browser does;
`others.py` asks workers, web servers and the clock, and compares what they say.
"""
