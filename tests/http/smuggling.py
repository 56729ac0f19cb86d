# SPDX-License-Identifier: MIT
"""Messages about whose end two programs could have different opinions: each gets exactly one answer, or
none, and the connection is closed. What follows them is never taken for a request."""
from lib import *

CANARY = b"GET /readyz HTTP/1.1\r\nHost: a\r\nX-Canary: 1\r\n\r\n"


def post(header, body=b"", version=b"HTTP/1.1", host=b"Host: a\r\n"):
    return b"POST /v1/score " + version + b"\r\n" + host + header + b"\r\n" + body


CHUNKS = b"5\r\nhello\r\n0\r\n\r\n"
TE = b"Transfer-Encoding: chunked\r\n"


def te(line):
    """With a Transfer-Encoding that is not quite one, and a length that says otherwise."""
    return post(b"Content-Length: 4\r\n" + line + b"\r\n", CHUNKS)


def te_alone(line):
    return post(line + b"\r\n", CHUNKS)


def cl(value):
    return post(b"Content-Length: " + value + b"\r\n", b"hello")


def chunked(body, header=b""):
    return post(TE + header, body)


def get(line, header=b"Host: a\r\n"):
    return line + b"\r\n" + header + b"\r\n"


# name: (bytes, status of the only answer; None: the connection is closed without one)
REFUSED = {
    "CL.TE": (te(b"Transfer-Encoding: chunked"), 400),
    "TE.CL": (post(TE + b"Content-Length: 3\r\n", b"8\r\nSMUGGLED\r\n0\r\n\r\n"), 400),
    "TE twice": (te_alone(b"Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked"), 400),
    "TE twice, the second unknown": (te_alone(b"Transfer-Encoding: chunked\r\nTransfer-Encoding: x"), 400),
    "TE twice, the first unknown": (te_alone(b"Transfer-Encoding: cow\r\nTransfer-Encoding: chunked"), 400),
    "TE twice, in different case": (te_alone(b"Transfer-Encoding: chunked\r\ntransfer-encoding: identity"), 400),
    "TE xchunked": (te_alone(b"Transfer-Encoding: xchunked"), 400),
    "TE identity": (te_alone(b"Transfer-Encoding: identity"), 400),
    "TE gzip, chunked": (te_alone(b"Transfer-Encoding: gzip, chunked"), 400),
    "TE chunked, identity": (te_alone(b"Transfer-Encoding: chunked, identity"), 400),
    "TE identity, chunked": (te_alone(b"Transfer-Encoding: identity, chunked"), 400),
    "TE with a parameter": (te_alone(b"Transfer-Encoding: chunked;q=1"), 400),
    "TE quoted": (te_alone(b'Transfer-Encoding: "chunked"'), 400),
    "TE empty": (te_alone(b"Transfer-Encoding:"), 400),
    "TE with a comma": (te_alone(b"Transfer-Encoding: ,chunked"), 400),
    "TE with a space after it": (te_alone(b"Transfer-Encoding: chunked "), 400),
    "TE with a vertical tab": (te_alone(b"Transfer-Encoding:\x0bchunked"), 400),
    "TE with a no-break space": (te_alone(b"Transfer-Encoding: \xa0chunked"), 400),
    "TE with a NUL after it": (te_alone(b"Transfer-Encoding: chunked\0"), 400),
    "TE with a NUL before it": (te_alone(b"Transfer-Encoding: \0chunked"), 400),
    "TE with a NUL in its name": (te(b"Transfer\0-Encoding: chunked"), 400),
    "TE behind a NUL": (te(b"X: y\0Transfer-Encoding: chunked"), 400),
    "a line that begins with a NUL": (te(b"\0Transfer-Encoding: chunked"), 400),
    "TE with a space before the colon": (te(b"Transfer-Encoding : chunked"), 400),
    "TE with a tab before the colon": (te(b"Transfer-Encoding\t: chunked"), 400),
    "TE behind a space": (te(b" Transfer-Encoding: chunked"), 400),
    "TE on a continued line": (te(b"X: y\r\n Transfer-Encoding: chunked"), 400),
    "TE with a continued value": (te_alone(b"Transfer-Encoding:\r\n chunked"), 400),
    "TE with a value in two parts": (te_alone(b"Transfer-Encoding: chun\r\n\tked"), 400),
    "TE behind a line feed": (te(b"X: y\nTransfer-Encoding: chunked"), 400),
    "TE behind a carriage return": (te(b"X: y\rTransfer-Encoding: chunked"), 400),
    "TE with a line feed in its name": (te(b"Transfer-Encoding\n: chunked"), 400),
    "TE over HTTP/1.0": (post(TE, CHUNKS, b"HTTP/1.0"), 400),
    "CL twice, the same": (post(b"Content-Length: 5\r\nContent-Length: 5\r\n", b"hello"), 400),
    "CL twice, different": (post(b"Content-Length: 5\r\nContent-Length: 0\r\n", b"hello"), 400),
    "CL twice, in different case": (post(b"Content-Length: 0\r\ncontent-length: 5\r\n", b"hello"), 400),
    "CL with a plus": (cl(b"+5"), 400),
    "CL with a minus": (cl(b"-5"), 400),
    "CL with a space after it": (cl(b"5 "), 400),
    "CL with a space in it": (cl(b"0 5"), 400),
    "CL with a comma": (cl(b"5, 5"), 400),
    "CL hexadecimal": (cl(b"0x5"), 400),
    "CL with letters": (cl(b"5a"), 400),
    "CL with a point": (cl(b"5.0"), 400),
    "CL with an exponent": (cl(b"1e1"), 400),
    "CL empty": (cl(b""), 400),
    "CL of full-width digits": (cl("５".encode()), 400),
    "CL over 64 bits": (cl(b"18446744073709551621"), 413),
    "CL with a NUL": (cl(b"5\0"), 400),
    "CL with a NUL and more": (cl(b"5\0junk"), 400),
    "CL with a NUL, and a line after it": (post(b"Content-Length: 5\x00junk\r\nX: y\r\n", b"hello"), 400),
    "CL with a space before the colon": (post(b"Content-Length : 5\r\n", b"hello"), 400),
    "CL with a continued value": (post(b"Content-Length: 5\r\n 0\r\n", b"hello"), 400),
    "a name that is none": (get(b"GET /healthz HTTP/1.1", b"Host: a\r\nX(y): z\r\n"), 400),
    "a name of none": (get(b"GET /healthz HTTP/1.1", b"Host: a\r\n: z\r\n"), 400),
    "a line without a colon": (get(b"GET /healthz HTTP/1.1", b"Host: a\r\nnothing\r\n"), 400),
    "a first line that is continued": (get(b"GET /healthz HTTP/1.1", b" Host: a\r\n"), 400),
    "a line feed for the end of a line": (get(b"GET /healthz HTTP/1.1", b"Host: a\nX: y\r\n"), 400),
    "line feeds for the ends of all lines": (b"GET /healthz HTTP/1.1\nHost: a\n\n", 400),
    "a carriage return in a value": (get(b"GET /healthz HTTP/1.1", b"Host: a\r\nX: y\rz\r\n"), 400),
    "a bell in a value": (get(b"GET /healthz HTTP/1.1", b"Host: a\r\nX: y\az\r\n"), 400),
    "no Host": (get(b"GET /healthz HTTP/1.1", b""), 400),
    "two Hosts": (get(b"GET /healthz HTTP/1.1", b"Host: a\r\nHost: a\r\n"), 400),
    "two Hosts over HTTP/1.0": (get(b"GET /healthz HTTP/1.0", b"Host: a\r\nHost: b\r\n"), 400),
    "another host in the address": (get(b"GET http://b/healthz HTTP/1.1"), 400),
    "a scheme that is none of ours": (get(b"GET ftp://a/healthz HTTP/1.1"), 400),
    "a path that is none": (get(b"GET healthz HTTP/1.1"), 400),
    "a space in the path": (get(b"GET /health z HTTP/1.1"), 400),
    "a tab in the path": (get(b"GET /health\tz HTTP/1.1"), 400),
    "a NUL in the path": (get(b"GET /healthz\0 HTTP/1.1"), 400),
    "an escaped NUL in the path": (get(b"GET /healthz%00x HTTP/1.1"), 400),
    "a carriage return in the path": (get(b"GET /healthz\rX: HTTP/1.1"), 400),
    "two spaces before the path": (get(b"GET  /healthz HTTP/1.1"), 400),
    "a NUL in the method": (get(b"GET\0 /healthz HTTP/1.1"), 400),
    "a method that is none": (get(b"G(T /healthz HTTP/1.1"), 400),
    "HTTP/0.9": (b"GET /healthz\r\n", 400),
    "HTTP/0.9 in words": (get(b"GET /healthz HTTP/0.9"), 505),
    "HTTP/1.10": (get(b"GET /healthz HTTP/1.10"), 400),
    "HTTP/2.0": (get(b"GET /healthz HTTP/2.0"), 505),
    "HTTP/2's preface": (b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\4\0\0\0\0\0", 505),
    "a version in lower case": (get(b"GET /healthz http/1.1"), 400),
    "a version of another protocol": (get(b"GET /healthz ICY/1.1"), 400),
    "a space after the version": (get(b"GET /healthz HTTP/1.1 "), 400),
    "tabs for spaces": (get(b"GET\t/healthz\tHTTP/1.1"), None),
    "a space before the method": (get(b" GET /healthz HTTP/1.1"), None),
    "TLS's first words": (b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n", None),
    "a chunk's size with a plus": (chunked(b"+5\r\nhello\r\n0\r\n\r\n"), 400),
    "a chunk's size with a minus": (chunked(b"-5\r\nhello\r\n0\r\n\r\n"), 400),
    "a chunk's size with 0x": (chunked(b"0x5\r\nhello\r\n0\r\n\r\n"), 400),
    "a chunk's size with a space": (chunked(b"5 \r\nhello\r\n0\r\n\r\n"), 400),
    "a chunk's size behind a space": (chunked(b" 5\r\nhello\r\n0\r\n\r\n"), 400),
    "a chunk's size with a NUL": (chunked(b"5\0\r\nhello\r\n0\r\n\r\n"), 400),
    "a chunk's size over 64 bits": (chunked(b"10000000000000005\r\nhello\r\n0\r\n\r\n"), 413),
    "a chunk's size that is empty": (chunked(b"\r\nhello\r\n0\r\n\r\n"), 400),
    "a chunk's size that is none": (chunked(b"xyz\r\nhello\r\n0\r\n\r\n"), 400),
    "a chunk that is longer than its size": (chunked(b"3\r\nhello\r\n0\r\n\r\n"), 400),
    "an extension without a size": (chunked(b";a=b\r\nhello\r\n0\r\n\r\n"), 400),
    "a trailer without a colon": (chunked(b"0\r\nnothing\r\n\r\n"), 400),
}

# These are answered as what they are, but nothing after them is.
LAST = {
    "a chunked body": (chunked(CHUNKS), 401),
    "a chunked body with an extension": (chunked(b"5;a=b\r\nhello\r\n0\r\n\r\n"), 401),
    "an extension with a line feed": (chunked(b"5;a\nhello\r\n0\r\n\r\n"), 401),
    "a chunk's size with a line feed": (chunked(b"5\nhello\n0\n\n"), 401),
    "a chunked body with trailers": (chunked(b"0\r\nX: y\r\nContent-Length: 5\r\n\r\n"), 401),
    "a chunked body behind a tab": (te_alone(b"Transfer-Encoding:\tchunked"), 401),
    "Connection: close": (get(b"GET /healthz HTTP/1.1", b"Host: a\r\nConnection: close\r\n"), 200),
    "HTTP/1.0": (get(b"GET /healthz HTTP/1.0"), 200),
    "a body with a GET, chunked": (get(b"GET /healthz HTTP/1.1", b"Host: a\r\n" + TE) + CHUNKS, 200),
}

# These are whole and clear: what follows is another request.
CLEAR = {
    "an empty line before the request": (b"\r\n" + get(b"GET /healthz HTTP/1.1"), 200),
    "a body with a GET": (get(b"GET /healthz HTTP/1.1", b"Host: a\r\nContent-Length: 5\r\n") + b"hello", 200),
    "zeros before a length": (cl(b"0000000000005"), 401),
    "a name that looks like another": (post(b"Transfer_Encoding: chunked\r\nContent-Length: 5\r\n", b"hello"), 401),
    "the whole address": (get(b"GET http://a/healthz HTTP/1.1"), 200),
    "a method that nobody knows": (get(b"BREW /healthz HTTP/1.1"), 405),
    "values that are empty": (get(b"GET /healthz HTTP/1.1", b"Host: a\r\nX:\r\nY:  \t\r\n"), 200),
    "HTTP/1.0 kept alive": (get(b"GET /healthz HTTP/1.0", b"Connection: keep-alive\r\n"), 200),
}


def answers(raw):
    """The statuses of the answers in these bytes; what is no answer is shown."""
    got = []
    while raw:
        header, separator, rest = raw.partition(b"\r\n\r\n")
        lines = header.split(b"\r\n")
        words = lines[0].split(b" ")
        if not separator or words[0] != b"HTTP/1.1":
            return got + [raw]
        fields = dict(line.lower().split(b": ", 1) for line in lines[1:])
        length = int(fields[b"content-length"])
        if len(rest) < length:
            return got + [raw]
        got.append(int(words[1]))
        raw = rest[length:]
    return got


def ask(d, data):
    try:
        return answers(d.raw(data, shut=False, timeout=30))
    except TimeoutError:
        return "the connection is not closed"


@test
def what_is_ambiguous_is_refused_and_nothing_after_it_is_read():
    with Daemon() as d:
        for name, (data, status) in REFUSED.items():
            equal(ask(d, data + CANARY), [status] if status else [], name)


@test
def after_a_request_that_ends_the_connection_nothing_is_read():
    with Daemon() as d:
        for name, (data, status) in LAST.items():
            equal(ask(d, data + CANARY), [status], name)


@test
def what_is_clear_is_followed_by_another_request():
    with Daemon() as d:
        for name, (data, status) in CLEAR.items():
            with d.connect() as s:
                s.sendall(data + CANARY)
                equal([getattr(read_reply(s), "status", None) for _ in range(2)], [status, 200], name)


@test
def it_makes_no_difference_in_which_pieces_it_comes():
    with Daemon() as d:
        for name, (data, status) in {**REFUSED, **LAST}.items():
            with d.connect(timeout=30) as s:
                got = b""
                try:
                    for i in range(len(data)):
                        s.sendall(data[i:i + 1])
                    s.sendall(CANARY)
                except (BrokenPipeError, ConnectionResetError):
                    pass
                try:
                    while part := s.recv(65536):
                        got += part
                except (ConnectionResetError, TimeoutError) as e:
                    got += repr(e).encode()
            equal(answers(got), [status] if status else [], name + ", byte by byte")


run()
