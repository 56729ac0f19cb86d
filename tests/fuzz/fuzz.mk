# Fuzzers: tests/fuzz/fuzz_NAME.c, seeds in tests/fuzz/corpus/NAME/, a dictionary NAME.dict.
# A finding is minimised and becomes a seed: `make check` replays them all.

FUZZ_SRC     := $(sort $(wildcard tests/fuzz/*.c))
FUZZ_NAMES   := $(patsubst tests/fuzz/fuzz_%.c,%,$(filter tests/fuzz/fuzz_%,$(FUZZ_SRC)))
FUZZ_SUPPORT := $(patsubst %.c,$(B)/%.o,$(filter-out tests/fuzz/fuzz_% tests/fuzz/replay.c,$(FUZZ_SRC)))
FUZZ_B       := $(BUILD)/fuzz
FUZZ_COVER_B := $(BUILD)/fuzz-cover
FUZZ_REPLAY  := $(FUZZ_NAMES:%=$(B)/fuzz/replay_%)

$(B)/fuzz/replay_%: $(B)/tests/fuzz/fuzz_%.o $(B)/tests/fuzz/replay.o $(FUZZ_SUPPORT) $(B)/tools.a $(B)/objects.a
	$(Q)mkdir -p $(@D)
	$(Q)$(link) -o $@ $^ $(TOOL_LIBS) $(LDLIBS)

# `check` asks for this one: all replay programs are up to date.
$(B)/replay.stamp: $(FUZZ_REPLAY)
	$(Q)touch $@

## fuzz-replay: run every fuzzer's seeds, without libFuzzer (SAN=address,undefined to look closer)
fuzz-replay: $(FUZZ_REPLAY)
	$(Q)for f in $^; do printf '  %-10s ' "$${f##*/replay_}"; tests/fuzz/replay.sh $$f || exit 1; done

# Fuzzing needs clang, and an instrumented library of its own. New inputs are kept in the build's
# folder from run to run. A finding is written to build/fuzz/NAME-crash-… and ends the run of that
# target; the others go on, and make fails at the end.
FUZZ_SECONDS ?= 60
FUZZ_CC      ?= clang
FUZZ_ONLY    ?= $(FUZZ_NAMES)
fuzz_dict    = $(patsubst %,-dict=%,$(wildcard tests/fuzz/$(1).dict))
# Many short inputs find more than few long ones. A bundle is edits of a good one (bundle_edits.h).
FUZZ_LEN_bundle := 1024
FUZZ_LEN_text   := 512
FUZZ_LEN_page   := 2048
fuzz_len     = $(or $(FUZZ_LEN_$(1)),4096)

# Where caches or a daemon live on from input to input, allocations do not match, and the search for
# leaks, which stops the process, would follow each input: there it waits for the end.
FUZZ_LIVING  := bundle http text
fuzz_leaks   = $(if $(filter $(1),$(FUZZ_LIVING)),-detect_leaks=0)
# Each text has thousands of features, whose frequencies take longer to count than the text to read.
FUZZ_FLAGS_text := -entropic=0
# Freed memory is kept from reuse for a while; with less of it the rest stays in the processor's caches.
FUZZ_ASAN    := quarantine_size_mb=16:malloc_context_size=8

# `make -j2 fuzz` fuzzes two targets at a time.
## fuzz: fuzz each target for FUZZ_SECONDS (60) and print a table; FUZZ_ONLY="text csv" picks. Needs clang
fuzz: fuzz-build
	$(Q)rm -f $(FUZZ_ONLY:%=$(FUZZ_B)/%.log)
	$(Q)$(MAKE) --no-print-directory $(FUZZ_ONLY:%=fuzz-run-%)
	$(Q)tests/fuzz/table.sh $(FUZZ_B) $(FUZZ_ONLY)

fuzz-build:
	$(Q)$(MAKE) --no-print-directory fuzz-programs B=$(FUZZ_B) CC=$(FUZZ_CC) SAN=address,undefined \
	  CFLAGS='-O1 -g' SANFLAGS='-fsanitize=fuzzer-no-link,address,undefined \
	  -fno-omit-frame-pointer -fno-sanitize-recover=all -fsanitize-coverage-ignorelist=tests/fuzz/uncounted.txt'
fuzz-programs: $(FUZZ_ONLY:%=$(FUZZ_B)/fuzz_%)

# Comparisons are told to the fuzzer, so that it guesses magic numbers and words. The stages of a
# text compare single characters and positions, which mutation finds, and took half of their time
# with telling that.
$(addprefix $(FUZZ_B)/src/,text/% feature/% classify/% campaign/%): override SANFLAGS += -fno-sanitize-coverage=trace-cmp

# FUZZ_ENGINE is what holds main(): OSS-Fuzz brings its own.
FUZZ_ENGINE ?= -fsanitize=fuzzer,address,undefined
$(FUZZ_B)/fuzz_%: $(FUZZ_B)/tests/fuzz/fuzz_%.o $(FUZZ_SUPPORT) $(FUZZ_B)/tools.a $(FUZZ_B)/objects.a
	$(Q)$(CXX) -g $(FUZZ_ENGINE) $(LDFLAGS) -o $@ $^ $(TOOL_LIBS) $(LDLIBS)

.PHONY: fuzz-build fuzz-programs fuzz-merge fuzz-cover fuzz-cover-run $(FUZZ_NAMES:%=fuzz-run-%)

$(FUZZ_NAMES:%=fuzz-run-%): fuzz-run-%:
	$(Q)mkdir -p $(FUZZ_B)/found/$*
	$(Q)ASAN_OPTIONS=$(FUZZ_ASAN) $(FUZZ_B)/fuzz_$* $(call fuzz_leaks,$*) $(FUZZ_FLAGS_$*) -max_total_time=$(FUZZ_SECONDS) -max_len=$(call fuzz_len,$*) \
	  $(call fuzz_dict,$*) -timeout=10 -rss_limit_mb=1500 -artifact_prefix=$(FUZZ_B)/$*- \
	  -print_final_stats=1 $(FUZZ_B)/found/$* tests/fuzz/corpus/$* > $(FUZZ_B)/$*.log 2>&1 || \
	  { echo "fuzz_$* found something: $(FUZZ_B)/$*.log"; \
	  grep -v '^#' $(FUZZ_B)/$*.log | grep -v '^stat::' | tail -n 40; }

## fuzz-merge: take into tests/fuzz/corpus/ what `make fuzz` found and what reaches new code
fuzz-merge: fuzz-build
	$(Q)for name in $(FUZZ_ONLY); do tests/fuzz/merge.sh $(FUZZ_B) $$name || exit 1; done

## fuzz-cover: which lines of each parser's files the fuzzers reach, as a table (llvm-cov)
fuzz-cover:
	$(Q)$(MAKE) --no-print-directory fuzz-cover-run B=$(FUZZ_COVER_B) CC=$(FUZZ_CC) SAN= \
	  CFLAGS='-O1 -g -fprofile-instr-generate -fcoverage-mapping'
fuzz-cover-run: $(FUZZ_ONLY:%=$(FUZZ_COVER_B)/fuzz/replay_%)
	$(Q)tests/fuzz/cover.sh $(FUZZ_COVER_B) $(FUZZ_B)/found $(FUZZ_ONLY)
