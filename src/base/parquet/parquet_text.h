/* SPDX-License-Identifier: MIT */
#ifndef BASE_PARQUET_TEXT_H
#define BASE_PARQUET_TEXT_H
/* What the values of a column mean, and how they are written: numbers as they are read back, times
 * as ISO 8601. C++; may throw. */
#include <parquet/schema.h>
#include <parquet/types.h>

#include <string>

/* How many units a second has, and how many digits that is. */
struct unit {
	int64_t per_second;
	int digits;
};

/* What the values of a column mean. */
struct meaning {
	parquet::LogicalType::Type::type type = parquet::LogicalType::Type::NONE;
	unit time = {1, 0};
	bool utc = false;
	bool is_unsigned = false;
	int32_t scale = 0; /* of decimals */
	int length = 0;    /* of FIXED_LEN_BYTE_ARRAY */
};

meaning meaning_of(const parquet::ColumnDescriptor &column);

/* Returns what the values are if they are no text, otherwise NULL. */
const char *no_text(const parquet::ColumnDescriptor &column);

/* Append a value. A time outside of the years 0000 to 9999 is written as the number that it is: no
 * comment is of then, and that is better than a wrong time. NaN adds nothing: it is how pandas
 * writes that there is no number. Byte arrays are decimals here, as all others are text already. */
void add_value(std::string &out, bool value, const meaning &m);
void add_value(std::string &out, int32_t value, const meaning &m);
void add_value(std::string &out, int64_t value, const meaning &m);
void add_value(std::string &out, const parquet::Int96 &value, const meaning &m);
void add_value(std::string &out, float value, const meaning &m);
void add_value(std::string &out, double value, const meaning &m);
void add_value(std::string &out, const parquet::ByteArray &value, const meaning &m);
void add_value(std::string &out, const parquet::FixedLenByteArray &value, const meaning &m);

#endif
