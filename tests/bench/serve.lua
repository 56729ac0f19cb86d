-- SPDX-License-Identifier: MIT
-- wrk's script: POSTs the bodies of the file BODIES, one a line, one after another. With PAUSE, each
-- connection pauses for about so many milliseconds between its requests.
local requests = {}
local next = 0

function init(args)
	local path = wrk.path
	for body in io.lines(os.getenv("BODIES")) do
		requests[#requests + 1] = wrk.format("POST", path, {["Content-Type"] = "application/json"}, body)
	end
	next = math.random(#requests)
end

function request()
	next = next % #requests + 1
	return requests[next]
end

local pause = tonumber(os.getenv("PAUSE") or "0")
if pause > 0 then
	function delay()
		return math.random(pause / 2, pause * 3 / 2)
	end
end

function done(summary, latency, requests)
	local bad = summary.errors
	io.write(string.format("figures %d %d %d %.0f %.0f %d\n", summary.requests, summary.duration, summary.bytes,
		latency:percentile(50), latency:percentile(99),
		bad.connect + bad.read + bad.write + bad.status + bad.timeout))
end
