.DEFAULT_GOAL := all
comma := ,
Q := $(if $(filter 1,$(V)),,@)
say = @$(if $(filter 1,$(V)),:,printf '  %-6s %s\n' $(1) $(2))

ver     = $(shell sed -n 's/^.define MODERATO_VERSION_$(1) *//p' include/moderato/version.h)
VERSION := $(call ver,MAJOR).$(call ver,MINOR).$(call ver,PATCH)

PREFIX  ?= /usr/local
BINDIR  ?= $(PREFIX)/bin
LIBDIR  ?= $(PREFIX)/lib
INCDIR  ?= $(PREFIX)/include
DATADIR ?= $(PREFIX)/share/moderato
MANDIR  ?= $(PREFIX)/share/man/man1

# SAN=address,undefined | thread: a build of its own; B is where a variant's objects go.
BUILD ?= build
B     := $(BUILD)/$(if $(SAN),san-$(subst $(comma),-,$(SAN))-)$(notdir $(CC))
CFLAGS ?= -O2 -g
CXXFLAGS ?= $(CFLAGS)
WARN  = -Wall -Wextra -Wpedantic -Wshadow -Wconversion $(if $(WERROR),-Werror)
WARNC = -std=c11 -Wstrict-prototypes -Wmissing-prototypes -Wvla
SANFLAGS = $(if $(SAN),-fsanitize=$(SAN) -fno-omit-frame-pointer -fno-sanitize-recover=all)
DEFS  = -D_GNU_SOURCE $(if $(findstring address,$(SAN)),-DMODERATO_ARENA_MALLOC)
LDLIBS = -lsvm -llinear -lutf8proc -lyaml -lsimdjson -lstdc++ -lm -lpthread

LIB_SRC  := $(sort $(wildcard src/*.c src/*/*.c))
LIB_CXX  := $(sort $(wildcard src/*/*.cc))
LIB_OBJ  := $(LIB_SRC:%.c=$(B)/%.o) $(LIB_CXX:%.cc=$(B)/%.o)
TOOL_OBJ := $(patsubst %.c,$(B)/%.o,$(sort $(wildcard tools/*.c)))
TEST_BIN := $(patsubst tests/%.c,$(B)/tests/%,$(sort $(wildcard tests/test_*.c)))

SONAME := libmoderato.so.$(call ver,MAJOR)
SHLIB  := libmoderato.so.$(VERSION)

.PHONY: all lib
## all: build the library and the command
all: $(BUILD)/moderato lib
lib: $(B)/libmoderato.a $(B)/$(SHLIB) $(B)/moderato.pc

$(B)/libmoderato.a: $(LIB_OBJ)
	$(call say,AR,$@)
	$(Q)rm -f $@ && $(AR) rcs $@ $^

$(B)/$(SHLIB): $(LIB_OBJ)
	$(call say,SO,$@)
	$(Q)$(CC) $(CFLAGS) $(SANFLAGS) $(LDFLAGS) -shared -Wl,-soname,$(SONAME) -o $@ $^ $(LDLIBS)

$(B)/moderato: $(TOOL_OBJ) $(B)/libmoderato.a
	$(call say,LD,$@)
	$(Q)$(CC) $(CFLAGS) $(SANFLAGS) $(LDFLAGS) -o $@ $^ $(LDLIBS)

$(BUILD)/moderato: $(B)/moderato
	$(Q)cp $< $@

# tools/ sees public headers only: a layering mistake is a compile error.
$(B)/tools/%.o: INCLUDES = -Iinclude -Itools
$(B)/%.o:       INCLUDES = -Iinclude -Isrc -I$(B)/gen
$(B)/%.o: %.c
	$(call say,CC,$<)
	$(Q)mkdir -p $(@D)
	$(Q)$(CC) $(INCLUDES) $(DEFS) $(CPPFLAGS) $(WARN) $(WARNC) $(CFLAGS) $(SANFLAGS) -fPIC -fvisibility=hidden -MMD -MP -c -o $@ $<
$(B)/%.o: %.cc
	$(call say,CXX,$<)
	$(Q)mkdir -p $(@D)
	$(Q)$(CXX) -std=c++17 -fno-exceptions -fno-rtti $(INCLUDES) $(DEFS) $(CPPFLAGS) $(WARN) $(CXXFLAGS) $(SANFLAGS) -fPIC -fvisibility=hidden -MMD -MP -c -o $@ $<

# The default policy is edited as YAML and compiled in.
$(B)/gen/default_policy.inc: src/policy/default_policy.yaml
	$(call say,GEN,$@)
	$(Q)mkdir -p $(@D)
	$(Q)(echo 'static const char default_policy_yaml[] = {'; od -An -v -tu1 $< | sed 's/  */ /g; s/^ //; s/\([0-9]\) /\1, /g; s/$$/,/'; echo '0};') >$@
$(B)/src/policy/policy_file.o $(B)/src/policy/policy.o: $(B)/gen/default_policy.inc

$(B)/tests/%: $(B)/tests/%.o $(B)/libmoderato.a
	$(call say,LD,$@)
	$(Q)$(CC) $(CFLAGS) $(SANFLAGS) $(LDFLAGS) -o $@ $^ -lcmocka $(LDLIBS)

## clean: remove everything the build made
clean:
	$(Q)rm -rf $(BUILD)

-include $(wildcard $(B)/*/*.d $(B)/*/*/*.d)
.SECONDARY:
