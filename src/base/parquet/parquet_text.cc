/* SPDX-License-Identifier: MIT */
/* The values of Parquet's physical types as text, by the logical type that a column gives them. */
#include "base/parquet/parquet_text.h"

#include <arrow/util/decimal.h>
#include <parquet/exception.h>

#include <charconv>
#include <chrono>
#include <cmath>
#include <cstdio>

using parquet::LogicalType;
using parquet::Type;

static constexpr int64_t DAY_SECONDS = 86400;

/* The fraction has no zeros at its end. */
static void add_time_of_day(std::string &out, int64_t second, int64_t fraction, int digits)
{
	char text[32];

	snprintf(text, sizeof(text), "%02d:%02d:%02d", int(second / 3600), int(second / 60 % 60),
		int(second % 60));
	out += text;
	if (!fraction)
		return;
	snprintf(text, sizeof(text), ".%0*lld", digits, static_cast<long long>(fraction));
	out += text;
	out.erase(out.find_last_not_of('0') + 1);
}

static bool add_date(std::string &out, int64_t days)
{
	char text[16];

	if (days < -719528 || days > 2932896) /* of the years 0000 and 9999 */
		return false;
	const std::chrono::year_month_day date{std::chrono::sys_days{std::chrono::days{days}}};
	snprintf(text, sizeof(text), "%04d-%02u-%02u", int(date.year()), unsigned(date.month()),
		unsigned(date.day()));
	out += text;
	return true;
}

static unit unit_of(LogicalType::TimeUnit::unit name)
{
	switch (name) {
	case LogicalType::TimeUnit::MILLIS:
		return {1000, 3};
	case LogicalType::TimeUnit::MICROS:
		return {1000000, 6};
	default:
		return {1000000000, 9};
	}
}

meaning meaning_of(const parquet::ColumnDescriptor &column)
{
	const LogicalType &logical = *column.logical_type();
	meaning out;

	out.type = logical.type();
	out.length = column.type_length();
	if (logical.is_timestamp()) {
		const auto &type = static_cast<const parquet::TimestampLogicalType &>(logical);

		out.time = unit_of(type.time_unit());
		out.utc = type.is_adjusted_to_utc();
	} else if (logical.is_time()) {
		out.time = unit_of(static_cast<const parquet::TimeLogicalType &>(logical).time_unit());
	} else if (logical.is_int()) {
		out.is_unsigned = !static_cast<const parquet::IntLogicalType &>(logical).is_signed();
	} else if (logical.is_decimal()) {
		out.scale = static_cast<const parquet::DecimalLogicalType &>(logical).scale();
	}
	return out;
}

const char *no_text(const parquet::ColumnDescriptor &column)
{
	const auto type = column.logical_type()->type();

	if (column.max_repetition_level() > 0)
		return "a list or a map";
	switch (column.physical_type()) {
	case Type::BYTE_ARRAY: /* without a type: text of old writers */
		if (type == LogicalType::Type::NONE || type == LogicalType::Type::STRING ||
			type == LogicalType::Type::ENUM || type == LogicalType::Type::JSON ||
			type == LogicalType::Type::DECIMAL || type == LogicalType::Type::NIL)
			return nullptr;
		return "binary data";
	case Type::FIXED_LEN_BYTE_ARRAY:
		if (type == LogicalType::Type::DECIMAL || type == LogicalType::Type::NIL ||
			(type == LogicalType::Type::UUID && column.type_length() == 16))
			return nullptr;
		return "binary data";
	case Type::UNDEFINED:
		return "of an unknown type";
	default:
		return nullptr;
	}
}

template <typename T> static void add_number(std::string &out, T number)
{
	char text[40];

	out.append(text, std::to_chars(text, text + sizeof(text), number).ptr);
}

static void add_decimal(std::string &out, const uint8_t *bytes, int length, const meaning &m)
{
	const auto number = arrow::Decimal256::FromBigEndian(bytes, length);

	PARQUET_THROW_NOT_OK(number.status());
	out += number->ToString(m.scale);
}

static void add_decimal(std::string &out, int64_t number, const meaning &m)
{
	out += arrow::Decimal256(number).ToString(m.scale);
}

static void add_timestamp(std::string &out, int64_t value, const meaning &m)
{
	int64_t second = value / m.time.per_second;
	int64_t fraction = value % m.time.per_second;

	if (fraction < 0) {
		fraction += m.time.per_second;
		second--;
	}
	const int64_t in_day = (second % DAY_SECONDS + DAY_SECONDS) % DAY_SECONDS;
	if (!add_date(out, (second - in_day) / DAY_SECONDS))
		return add_number(out, value);
	out += 'T';
	add_time_of_day(out, in_day, fraction, m.time.digits);
	if (m.utc)
		out += 'Z';
}

void add_value(std::string &out, bool value, const meaning &)
{
	out += value ? "true" : "false";
}

void add_value(std::string &out, int64_t value, const meaning &m)
{
	switch (m.type) {
	case LogicalType::Type::TIMESTAMP:
		return add_timestamp(out, value, m);
	case LogicalType::Type::TIME:
		if (value < 0 || value / m.time.per_second >= DAY_SECONDS)
			return add_number(out, value);
		return add_time_of_day(
			out, value / m.time.per_second, value % m.time.per_second, m.time.digits);
	case LogicalType::Type::DATE:
		if (!add_date(out, value))
			add_number(out, value);
		return;
	case LogicalType::Type::DECIMAL:
		return add_decimal(out, value, m);
	default:
		if (m.is_unsigned)
			return add_number(out, static_cast<uint64_t>(value));
		return add_number(out, value);
	}
}

void add_value(std::string &out, int32_t value, const meaning &m)
{
	add_value(out, m.is_unsigned ? int64_t(uint32_t(value)) : int64_t(value), m);
}

/* A time of old writers, which is nothing else: a Julian day and nanoseconds in it. */
void add_value(std::string &out, const parquet::Int96 &value, const meaning &)
{
	const uint64_t nanoseconds = value.value[0] | uint64_t(value.value[1]) << 32;
	const int64_t second = int64_t(nanoseconds / 1000000000);

	if (second >= DAY_SECONDS || !add_date(out, int64_t(value.value[2]) - 2440588))
		return;
	out += 'T';
	add_time_of_day(out, second, int64_t(nanoseconds % 1000000000), 9);
}

void add_value(std::string &out, float value, const meaning &)
{
	if (!std::isnan(value))
		add_number(out, value);
}

void add_value(std::string &out, double value, const meaning &)
{
	if (!std::isnan(value))
		add_number(out, value);
}

void add_value(std::string &out, const parquet::ByteArray &value, const meaning &m)
{
	add_decimal(out, value.ptr, int(value.len), m);
}

void add_value(std::string &out, const parquet::FixedLenByteArray &value, const meaning &m)
{
	if (m.type != LogicalType::Type::UUID)
		return add_decimal(out, value.ptr, m.length, m);
	for (int i = 0; i < 16; i++) {
		char text[4];

		snprintf(text, sizeof(text), "%s%02x", i == 4 || i == 6 || i == 8 || i == 10 ? "-" : "",
			value.ptr[i]);
		out += text;
	}
}
