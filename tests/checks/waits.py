# SPDX-License-Identifier: MIT
# Every wait of every command, and a signal that ends it: waits.py MODERATO BUNDLE FOLDER.
import itertools, os, pty, signal, subprocess, sys, time
from concurrent.futures import ThreadPoolExecutor

MODERATO, BUNDLE, WORK = sys.argv[1:]
# Seconds from the signal to the end, at the best of TRIES, as machines are busy at times.
LIMIT = 1 if os.environ.get("SAN") else 0.1
TRIES = 4
os.chdir(WORK)
os.environ.update(MODERATO_BUNDLE=BUNDLE, TERM="dumb", LC_ALL="C.UTF-8")


def asleep(pid):
    """True once all threads have waited for a while, which they do at the end of all work."""
    last, since = None, time.monotonic()
    end = since + 20
    while time.monotonic() < end:
        ticks, states = [], []
        try:
            for thread in os.listdir(f"/proc/{pid}/task"):
                with open(f"/proc/{pid}/task/{thread}/stat") as f:
                    fields = f.read().rsplit(")", 1)[1].split()
                states.append(fields[0])
                ticks.append((thread, fields[11], fields[12]))
        except OSError:
            continue  # the thread has ended since
        if states[0] == "Z":
            return False
        now = time.monotonic()
        if ticks != last or any(s not in "S" for s in states):
            last, since = ticks, now
        elif now - since > 0.15:
            return True
        time.sleep(0.005)
    return False


class Case:
    """A command with its three files, of which one is waited for. An @ in its arguments is a number that
    no other run has, of which there is a FIFO and a configuration of the daemon."""

    numbers = itertools.count()

    def __init__(self, name, args, stdin=None, stdout=None, stderr=None):
        self.name, self.args, self.files = name, args, (stdin, stdout, stderr)

    def attempt(self, number):
        n = str(next(Case.numbers))
        os.mkfifo("fifo" + n)
        with open(f"serve{n}.yaml", "w") as f:
            f.write(f"policy: fifo{n}\nanonymous: true\n")
        args = [a.replace("@", n) for a in self.args]
        opened, keep = [], []
        for i, kind in enumerate(self.files):
            if kind == "pipe":
                ends = os.pipe()
                opened.append(ends[1 if i else 0])
                keep += ends
            elif kind == "terminal":
                ends = pty.openpty()
                opened.append(ends[1])
                keep += ends
            else:
                opened.append(os.open(os.devnull, os.O_RDWR))
                keep.append(opened[-1])
        process = subprocess.Popen([MODERATO, *args], stdin=opened[0], stdout=opened[1], stderr=opened[2])
        try:
            if not asleep(process.pid):
                return None, f"it did not wait: {process.poll()}"
            begun = time.monotonic()
            process.send_signal(number)
            try:
                code = process.wait(5)
            except subprocess.TimeoutExpired:
                return None, "the signal was swallowed"
            return time.monotonic() - begun, code
        finally:
            process.kill()
            process.wait()
            for fd in keep:
                os.close(fd)


def cases():
    with open("many.jsonl", "w") as f:
        for i in range(4000):
            f.write('{"id":"%d %s","text":"You idiot, this is the comment of the day, and it says very little, '
                    'as all of them say what the others have said"}\n' % (i, "x" * 40))
    missing = [("n" * 200 + "/" + "m" * 200)] * 300
    out = ["-o", "made@.bundle"]
    readers = {"score": [], "import": [], "campaigns": [], "eval": [], "train": out, "tune": out, "budget": [],
               "perturb": [], "features": [], "explain": []}
    for command, more in readers.items():
        for what, name, stdin in (("a FIFO", "fifo@", None), ("a pipe", "-", "pipe"), ("a terminal", "-", "terminal")):
            if command == "explain" and name == "fifo@":
                continue  # its argument is a text
            args = [command, *more] + ([] if command == "explain" else [name])
            yield Case(f"{command} reads {what}", args, stdin=stdin)
    yield Case("score --campaigns reads a FIFO", ["score", "--campaigns", "fifo@"])
    yield Case("score --report reads a pipe", ["score", "--report", "page@.html", "-"], stdin="pipe")
    yield Case("score -o reads a pipe", ["score", "-o", "out@.jsonl", "-"], stdin="pipe")
    yield Case("score --policy of a FIFO", ["score", "--policy", "fifo@", "many.jsonl"])
    yield Case("score -o to a FIFO", ["score", "-o", "fifo@", "many.jsonl"])
    for command in ("score", "import", "perturb"):
        yield Case(f"{command} writes to a full pipe", [command, "-q", "many.jsonl"] if command != "perturb" else
                   [command, "many.jsonl"], stdout="pipe")
    yield Case("campaigns writes to a full pipe", ["campaigns", "--members", "0", "many.jsonl"], stdout="pipe")
    yield Case("score -j 1 writes to a full pipe", ["score", "-q", "-j", "1", "many.jsonl"], stdout="pipe")
    yield Case("score complains to a full pipe", ["score", *missing], stderr="pipe")
    yield Case("import complains to a full pipe", ["import", *missing], stderr="pipe")
    yield Case("serve waits for a policy", ["serve", "--listen", "unix:socket@", "--config", "serve@.yaml"])
    yield Case("serve waits for clients", ["serve", "--listen", "unix:socket@", "--anonymous"])


def judge(job):
    """Why a case fails with a signal, or None; and the time that it took."""
    case, number = job
    best = None
    for _ in range(TRIES):
        took, code = case.attempt(number)
        if took is None:
            return code, 0
        if code not in (-number, 128 + number) and (code or case.name != "serve waits for clients"):
            return f"ended with {code}", 0
        best = took if best is None else min(best, took)
        if best < LIMIT:
            return None, best
    return f"{best:.3f} s", best


def main():
    for number in signal.SIGINT, signal.SIGTERM, signal.SIGHUP:
        # Who is started in the background has them ignored, and so would the programs be that are tested.
        signal.signal(number, signal.SIG_DFL)
    jobs = [(case, number) for case in cases() for number in (signal.SIGTERM, signal.SIGINT)
            if number == signal.SIGTERM or case.name.startswith(("score", "serve"))]
    failed, slowest = 0, (0, "")
    with ThreadPoolExecutor(3) as pool:
        for (case, number), (why, took) in zip(jobs, pool.map(judge, jobs)):
            if why:
                print(f"failed: {case.name}, {number.name}: {why}")
                failed += 1
            slowest = max(slowest, (took, case.name))
    print(f"the slowest: {slowest[1]}, {slowest[0] * 1000:.0f} ms")
    print(f"{len(jobs) - failed} passed, {failed} failed, 0 skipped")
    return failed > 0


sys.exit(main())
