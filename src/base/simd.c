/* SPDX-License-Identifier: MIT */
#include "base/simd.h"

#include <pthread.h>
#include <string.h>

#include "moderato/version.h"

static const char *const names[] = {"scalar", "sse2", "avx2", "avx512", "neon"};

static pthread_once_t once = PTHREAD_ONCE_INIT;
static enum simd_level level_in_use;

static bool machine_has(enum simd_level level)
{
	switch (level) {
	case SIMD_SCALAR:
		return true;
#if defined(__x86_64__)
	case SIMD_SSE2:
		return true;
	case SIMD_AVX2:
		return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi") &&
			   __builtin_cpu_supports("bmi2") && __builtin_cpu_supports("popcnt");
	case SIMD_AVX512:
		return machine_has(SIMD_AVX2) && __builtin_cpu_supports("avx512f") &&
			   __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512vl");
	case SIMD_NEON:
		return false;
#elif defined(__aarch64__)
	case SIMD_SSE2:
	case SIMD_AVX2:
	case SIMD_AVX512:
		return false;
	case SIMD_NEON:
		return true;
#else
	case SIMD_SSE2:
	case SIMD_AVX2:
	case SIMD_AVX512:
	case SIMD_NEON:
		return false;
#endif
	}
	return false;
}

static void find_level(void)
{
	enum simd_level level;

	for (level = SIMD_SCALAR; level <= SIMD_NEON; level++)
		if (machine_has(level))
			level_in_use = level;
}

enum simd_level simd_level(void)
{
	pthread_once(&once, find_level);
	return level_in_use;
}

bool simd_use(enum simd_level level)
{
	pthread_once(&once, find_level);
	if (!machine_has(level))
		return false;
	level_in_use = level;
	return true;
}

const char *moderato_simd(void)
{
	return names[simd_level()];
}

moderato_status moderato_simd_use(const char *name)
{
	enum simd_level level;

	for (level = SIMD_SCALAR; level <= SIMD_NEON; level++)
		if (strcmp(name, names[level]) == 0)
			return simd_use(level) ? MODERATO_OK : MODERATO_EINVAL;
	return MODERATO_EINVAL;
}
