"""DuckDB: runs check.sql, and prints the seconds that it takes on the clock and of processors, and the peak of memory in KiB.

Called by the program with the file of records, a file that holds the list of categories as JSON, the number of threads and
the file to write. Starting Python and loading DuckDB are not counted. As with the other contestants, time is the mean of as
many passes as half a second holds.
"""

import json
import pathlib
import resource
import sys
import time

import duckdb

data, listed, threads, out = sys.argv[1:]
names = ", ".join("'" + name.replace("'", "''") + "'" for name in json.loads(pathlib.Path(listed).read_text(encoding="utf-8")))
sql = pathlib.Path(__file__).with_name("check.sql").read_text(encoding="utf-8")
sql = sql.replace("DATA", data.replace("'", "''")).replace("LISTED", f"[{names}]").replace("OUT", out.replace("'", "''"))
connection = duckdb.connect(config={"threads": int(threads)})
passes = 0
begin, before = time.perf_counter(), time.process_time()
while (seconds := time.perf_counter() - begin) < 0.5:
    connection.execute(sql)
    passes += 1
worked = time.process_time() - before
print(seconds / passes, worked / passes, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, 0)
