#!/bin/sh
# SPDX-License-Identifier: MIT
# The encoder's vectors are the same bit for bit on ARM as on this machine, with dot products and
# without: compiled for AArch64 and run by qemu, where both are installed (gcc-aarch64-linux-gnu,
# libc6-dev-arm64-cross and qemu-user of Debian).
. tests/checks/lib.sh
cross=aarch64-linux-gnu-gcc
sources="src/encode/encoder.c src/encode/encoder_kernels.c src/encode/encoder_avx2.c
	src/encode/encoder_vnni.c src/encode/encoder_neon.c src/base/simd.c src/base/arena.c src/base/rng.c
	tests/unit/random_encoder.c tests/checks/neon/digest.c"
build() { # OUT COMPILER…
	out=$1
	shift
	# shellcheck disable=SC2086 # a list of files
	"$@" -std=c11 -O2 -ffp-contract=off -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Werror -D_GNU_SOURCE \
		-Iinclude -Isrc -Itests -o "$out" $sources -lm
}

if ! command -v $cross >/dev/null || ! command -v qemu-aarch64 >/dev/null; then
	skip "no $cross or no qemu-aarch64"
	finish
fi
check "compiled for this machine" build "$work/here" "${CC:-cc}"
expected=$("$work/here" | sed 1q | cut -d' ' -f2-)
is "every level here" "$("$work/here" | cut -d' ' -f2- | sort -u)" "$expected"
for arch in armv8-a armv8.2-a+dotprod; do
	check "compiled for $arch" build "$work/there" $cross -static -march=$arch
	is "$arch" "$(qemu-aarch64 -cpu max "$work/there" | tr '\n' ' ')" "plain $expected neon $expected "
done
finish
