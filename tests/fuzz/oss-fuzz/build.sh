#!/bin/bash -eu
# SPDX-License-Identifier: MIT
# OSS-Fuzz runs this in its container: CC, CXX, CFLAGS, CXXFLAGS, LIB_FUZZING_ENGINE, OUT and WORK are
# its own. The libraries are Debian's, linked as they are, and go along with the programs.
cd "$(dirname "$0")/moderato" 2> /dev/null || true
names=$(ls tests/fuzz/fuzz_*.c | sed 's,.*/fuzz_\(.*\)\.c$,\1,')

# ARENA_MALLOC: each object of an arena is an allocation, so that AddressSanitizer sees its end. It does
# not go together with FORTIFY_SOURCE, which checks the same and hides it.
make -j"$(nproc)" fuzz-programs B="$WORK/b" FUZZ_B="$WORK/b" CC="$CC" CXX="$CXX" \
	CFLAGS="$CFLAGS" CXXFLAGS="$CXXFLAGS" CPPFLAGS="-DMODERATO_ARENA_MALLOC -U_FORTIFY_SOURCE" SAN= \
	FUZZ_ENGINE="$CXXFLAGS $LIB_FUZZING_ENGINE"

mkdir -p "$OUT/lib"
for name in $names; do
	cp "$WORK/b/fuzz_$name" "$OUT/"
	cp "tests/fuzz/$name.dict" "$OUT/fuzz_$name.dict"
	(cd "tests/fuzz/corpus/$name" && zip -q "$OUT/fuzz_${name}_seed_corpus.zip" -- *)
	ldd "$OUT/fuzz_$name" | sed -n 's,.*=> \(/[^ ]*\) .*,\1,p' | grep -v '/lib\(c\|m\|pthread\|dl\|rt\)\.so' |
		xargs -r cp -Lu -t "$OUT/lib"
	patchelf --set-rpath "\$ORIGIN/lib" "$OUT/fuzz_$name"
done
printf '[libfuzzer]\nmax_len = 1024\ndetect_leaks = 0\n' > "$OUT/fuzz_bundle.options"
printf '[libfuzzer]\nmax_len = 512\ndetect_leaks = 0\n' > "$OUT/fuzz_text.options"
printf '[libfuzzer]\nmax_len = 4096\ndetect_leaks = 0\n' > "$OUT/fuzz_http.options"
