"""guard.py FOLDER PROGRAM ARGS...: runs a program until it ends or this process's stdin does.

Then no process of the program's group is left, and no FOLDER. The stdin is a pipe that a test process holds: however that
process ends, SIGKILL too, the pipe ends with it, so no emulator outlives the tests that it was started for.
"""

import os
import shutil
import signal
import subprocess
import sys
import threading

folder, *command = sys.argv[1:]
child = subprocess.Popen(command, stdin=subprocess.DEVNULL, start_new_session=True)


def end():
    try:
        os.killpg(child.pid, signal.SIGKILL)
    except ProcessLookupError:
        pass


def end_with_stdin():
    sys.stdin.read()
    end()


threading.Thread(target=end_with_stdin, daemon=True).start()
code = child.wait()
end()
shutil.rmtree(folder, ignore_errors=True)
os._exit(code & 255)
