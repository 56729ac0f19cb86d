# Fuzzers: tests/fuzz/fuzz_NAME.c, seeds in tests/fuzz/corpus/NAME/, a dictionary NAME.dict if any.
# A finding is minimised and becomes a seed: `make check` replays them all.

FUZZ_SRC     := $(sort $(wildcard tests/fuzz/*.c))
FUZZ_NAMES   := $(patsubst tests/fuzz/fuzz_%.c,%,$(filter tests/fuzz/fuzz_%,$(FUZZ_SRC)))
FUZZ_SUPPORT := $(patsubst %.c,$(B)/%.o,$(filter-out tests/fuzz/fuzz_% tests/fuzz/replay.c,$(FUZZ_SRC)))
FUZZ_B       := $(BUILD)/fuzz
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
# folder from run to run; a crash is written there and ends the run.
FUZZ_SECONDS ?= 60
FUZZ_CC      ?= clang
FUZZ_ONLY    ?= $(FUZZ_NAMES)
FUZZ_LEN_bundle := 32768
fuzz_len     = $(or $(FUZZ_LEN_$(1)),4096)
fuzz_dict    = $(patsubst %,-dict=%,$(wildcard tests/fuzz/$(1).dict))

## fuzz: fuzz each target for FUZZ_SECONDS (60); FUZZ_ONLY="text csv" picks some. Needs clang
fuzz:
	$(Q)$(MAKE) --no-print-directory fuzz-run B=$(FUZZ_B) CC=$(FUZZ_CC) SAN=address,undefined \
	  CFLAGS='-O1 -g' SANFLAGS='-fsanitize=fuzzer-no-link,address,undefined \
	  -fno-omit-frame-pointer -fno-sanitize-recover=all'

$(FUZZ_B)/fuzz_%: $(FUZZ_B)/tests/fuzz/fuzz_%.o $(FUZZ_SUPPORT) $(FUZZ_B)/tools.a $(FUZZ_B)/objects.a
	$(Q)$(CXX) -g -fsanitize=fuzzer,address,undefined $(LDFLAGS) -o $@ $^ $(TOOL_LIBS) $(LDLIBS)

.PHONY: fuzz-build fuzz-run $(FUZZ_NAMES:%=fuzz-run-%)
fuzz-build: $(FUZZ_ONLY:%=$(FUZZ_B)/fuzz_%)
fuzz-run: fuzz-build
	$(Q)for name in $(FUZZ_ONLY); do \
	  $(MAKE) --no-print-directory fuzz-run-$$name B=$(FUZZ_B) || exit 1; done

$(FUZZ_NAMES:%=fuzz-run-%): fuzz-run-%:
	$(Q)mkdir -p $(FUZZ_B)/found/$*
	$(Q)$(FUZZ_B)/fuzz_$* -max_total_time=$(FUZZ_SECONDS) -max_len=$(call fuzz_len,$*) \
	  $(call fuzz_dict,$*) -timeout=10 -rss_limit_mb=1500 -artifact_prefix=$(FUZZ_B)/$*- \
	  $(FUZZ_B)/found/$* tests/fuzz/corpus/$* > $(FUZZ_B)/$*.log 2>&1 || \
	  { grep -v '^#' $(FUZZ_B)/$*.log | tail -n 40; exit 1; }
	$(Q)printf '  %-10s ' $*; sed -n 's/^#\([0-9]*\).DONE *\(cov: [0-9]*\).*/\1 inputs, \2/p' \
	  $(FUZZ_B)/$*.log
