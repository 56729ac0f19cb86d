#!/bin/sh
# SPDX-License-Identifier: MIT
# Print a table of what the fuzzers' logs say; exit code 1 where one found something.
#
#   tests/fuzz/table.sh build/fuzz csv text
set -u
folder=$1
shift
code=0
format='  %-13s %12s %8s %10s %8s %7s %8s  %s\n'
printf "$format" target executions seconds 'a second' edges seeds 'MB most' findings
for name; do
	log=$folder/$name.log
	stat() { sed -n "s/^stat::$1: *//p" "$log" | tail -n 1; }
	last=$(grep '^#[0-9]*.*cov: ' "$log" | tail -n 1)
	field() { printf '%s\n' "$last" | sed -n "s,.* $1: \([0-9]*\).*,\1,p"; }
	n=$(stat number_of_executed_units)
	seconds=$(sed -n 's/^Done [0-9]* runs in \([0-9]*\) second.*/\1/p' "$log")
	found=none
	if [ -z "$seconds" ]; then
		found=$(sed -n 's/^artifact_prefix.*Test unit written to //p' "$log" | tail -n 1)
		found=${found:-see $log}
		code=1
	fi
	printf "$format" "$name" "${n:--}" "${seconds:--}" "$(stat average_exec_per_sec)" \
		"$(field cov)" "$(field corp)" "$(stat peak_rss_mb)" "$found"
done
exit $code
