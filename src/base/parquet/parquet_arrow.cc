/* SPDX-License-Identifier: MIT */
/*
 * The plug-in that reads Parquet by Arrow's C++ library; base/parquet.h says why it is one.
 * Compiled with exceptions and run-time types, unlike the rest: Arrow throws, and each entry below
 * catches.
 *
 * Columns are read value by value through the lower of Arrow's two interfaces, not as its tables:
 * only one page of each column is in memory, instead of a row group, and only eight physical types
 * have to be known. What a file says of its writer's own types (dictionaries, large strings) does
 * not matter there. Values of columns within structs are read; lists and maps, which have many
 * values in a row, are not.
 *
 * The calling thread does all the work (Arrow's jemalloc starts one for itself when it is loaded),
 * no file is mapped, and malloc() is used instead of Arrow's own allocators: these read the
 * environment, keep what was freed, and hide it from sanitisers.
 */
#include <arrow/buffer.h>
#include <arrow/config.h>
#include <arrow/io/file.h>
#include <arrow/io/memory.h>
#include <arrow/memory_pool.h>
#include <parquet/column_reader.h>
#include <parquet/exception.h>
#include <parquet/file_reader.h>
#include <parquet/metadata.h>
#include <parquet/properties.h>
#include <parquet/schema.h>

#include <cstdio>
#include <cstring>
#include <memory>
#include <new>
#include <string>
#include <vector>

#include <unistd.h>

extern "C" {
#include "base/parquet/parquet_plugin.h"
}
#include "base/parquet/parquet_text.h"

namespace
{

using parquet::LogicalType;
using parquet::Type;

constexpr int64_t VALUES = 256;       /* of a column, decoded at a time */
constexpr int64_t BUFFER = 64 * 1024; /* read ahead of a column's pages */
constexpr int32_t LISTED = 1 << 16;   /* columns or row groups, in any list of the index */

/* Memory that is counted, up to a limit. */
class Pool : public arrow::ProxyMemoryPool
{
  public:
	explicit Pool(size_t most) : ProxyMemoryPool(arrow::system_memory_pool()), most_(int64_t(most))
	{
	}

	using ProxyMemoryPool::Allocate;
	using ProxyMemoryPool::Reallocate;

	arrow::Status Allocate(int64_t size, int64_t alignment, uint8_t **out) override
	{
		if (size > most_ - bytes_allocated())
			return refuse();
		return ProxyMemoryPool::Allocate(size, alignment, out);
	}

	/* Both blocks may be there at once. */
	arrow::Status Reallocate(
		int64_t old_size, int64_t new_size, int64_t alignment, uint8_t **ptr) override
	{
		if (new_size > most_ - bytes_allocated())
			return refuse();
		return ProxyMemoryPool::Reallocate(old_size, new_size, alignment, ptr);
	}

	bool refused() const
	{
		return refused_;
	}

  private:
	arrow::Status refuse()
	{
		refused_ = true;
		return arrow::Status::OutOfMemory("pages of more than ", most_, " bytes");
	}

	const int64_t most_;
	bool refused_ = false;
};

/* ---- columns ---- */

/* A column of the row group that is being read. */
class Column
{
  public:
	virtual ~Column() = default;
	virtual moderato_str next() = 0;
};

template <typename DType> class ColumnOf : public Column
{
	using T = typename DType::c_type;

  public:
	ColumnOf(std::shared_ptr<parquet::ColumnReader> reader, const parquet::ColumnDescriptor &column)
		: reader_(std::static_pointer_cast<parquet::TypedColumnReader<DType>>(reader)),
		  meaning_(meaning_of(column)), defined_(column.max_definition_level())
	{
	}

	moderato_str next() override
	{
		if (level_ == n_levels_)
			read();
		const bool absent = levels_[level_++] < defined_;
		if (absent)
			return {"", 0};
		if (value_ == n_values_)
			throw parquet::ParquetException("a column has fewer values than it says");
		return text_of(values_[value_++]);
	}

  private:
	/* Byte arrays stay in the page, which lives until the next ReadBatch(). */
	void read()
	{
		int64_t levels = 0;
		int64_t values = 0;

		if (reader_->HasNext())
			levels = reader_->ReadBatch(VALUES, levels_.data(), nullptr, values_.get(), &values);
		if (levels <= 0)
			throw parquet::ParquetException("a column has fewer rows than its group");
		level_ = value_ = 0;
		n_levels_ = size_t(levels);
		n_values_ = size_t(values);
	}

	moderato_str text_of(const T &value)
	{
		if constexpr (std::is_same_v<T, parquet::ByteArray>)
			if (meaning_.type != LogicalType::Type::DECIMAL)
				return {value.len ? reinterpret_cast<const char *>(value.ptr) : "", value.len};
		text_.clear();
		add_value(text_, value, meaning_);
		return {text_.data(), text_.size()};
	}

	std::shared_ptr<parquet::TypedColumnReader<DType>> reader_;
	const meaning meaning_;
	const int16_t defined_; /* the level of values that are not NULL */
	std::vector<int16_t> levels_ = std::vector<int16_t>(VALUES); /* stay 0 if defined_ is */
	std::unique_ptr<T[]> values_ = std::make_unique<T[]>(VALUES);
	size_t level_ = 0, n_levels_ = 0;
	size_t value_ = 0, n_values_ = 0;
	std::string text_;
};

std::unique_ptr<Column> column_of(
	std::shared_ptr<parquet::ColumnReader> reader, const parquet::ColumnDescriptor &column)
{
	switch (column.physical_type()) {
	case Type::BOOLEAN:
		return std::make_unique<ColumnOf<parquet::BooleanType>>(reader, column);
	case Type::INT32:
		return std::make_unique<ColumnOf<parquet::Int32Type>>(reader, column);
	case Type::INT64:
		return std::make_unique<ColumnOf<parquet::Int64Type>>(reader, column);
	case Type::INT96:
		return std::make_unique<ColumnOf<parquet::Int96Type>>(reader, column);
	case Type::FLOAT:
		return std::make_unique<ColumnOf<parquet::FloatType>>(reader, column);
	case Type::DOUBLE:
		return std::make_unique<ColumnOf<parquet::DoubleType>>(reader, column);
	case Type::BYTE_ARRAY:
		return std::make_unique<ColumnOf<parquet::ByteArrayType>>(reader, column);
	default:
		return std::make_unique<ColumnOf<parquet::FLBAType>>(reader, column);
	}
}

} // namespace

/* ---- the file ---- */

struct parquet_file {
	explicit parquet_file(size_t memory_max) : pool(memory_max)
	{
	}

	Pool pool; /* first, as all the rest is from it */
	std::unique_ptr<parquet::ParquetFileReader> reader;
	std::shared_ptr<parquet::FileMetaData> about;
	std::vector<std::string> names;
	std::vector<parquet_column> columns;
	unsigned long long rows = 0;

	int group = 0;                                    /* the next row group */
	std::shared_ptr<parquet::RowGroupReader> current; /* the one before it */
	std::vector<std::unique_ptr<Column>> values;      /* NULL: left out */
	unsigned long long left = 0;                      /* rows that it still has */

	void open(parquet_place place);
	void describe();
	bool open_group();
	void close_group();
	bool read(moderato_str *fields);
};

static unsigned long long rows_of(int64_t rows)
{
	return rows > 0 ? static_cast<unsigned long long>(rows) : 0;
}

void parquet_file::open(parquet_place place)
{
	parquet::ReaderProperties properties(&pool);
	std::shared_ptr<arrow::io::RandomAccessFile> source;

	properties.enable_buffered_stream();
	properties.set_buffer_size(BUFFER);
	properties.set_thrift_container_size_limit(LISTED);
	properties.set_page_checksum_verification(true);
	if (place.fd < 0) {
		source = std::make_shared<arrow::io::BufferReader>(std::make_shared<arrow::Buffer>(
			reinterpret_cast<const uint8_t *>(place.memory.ptr), int64_t(place.memory.len)));
	} else {
		const int own = dup(place.fd); /* which the file closes */
		auto opened = arrow::io::ReadableFile::Open(own, &pool);

		if (!opened.ok() && own >= 0)
			close(own);
		PARQUET_ASSIGN_OR_THROW(source, opened);
	}
	reader = parquet::ParquetFileReader::Open(source, properties);
	about = reader->metadata();
	describe();
}

void parquet_file::describe()
{
	const parquet::SchemaDescriptor &schema = *about->schema();

	for (int i = 0; i < schema.num_columns(); i++)
		names.push_back(schema.Column(i)->path()->ToDotString());
	for (int i = 0; i < schema.num_columns(); i++)
		columns.push_back({names[size_t(i)].c_str(), no_text(*schema.Column(i))});
	for (int i = 0; i < about->num_row_groups(); i++)
		rows += rows_of(about->RowGroup(i)->num_rows());
}

/* Opens the next row group. Returns false if there is none. If it is damaged, its number and its
 * rows are known by then, so that the next call goes on behind it. */
bool parquet_file::open_group()
{
	close_group();
	if (group == about->num_row_groups())
		return false;
	const int i = group++;
	left = rows_of(about->RowGroup(i)->num_rows());
	current = reader->RowGroup(i);
	for (size_t c = 0; left && c < columns.size(); c++)
		values.push_back(columns[c].no_text ? nullptr
											: column_of(current->Column(int(c)),
												  *about->schema()->Column(int(c))));
	return true;
}

void parquet_file::close_group()
{
	values.clear();
	current.reset();
	left = 0;
}

bool parquet_file::read(moderato_str *fields)
{
	while (!left)
		if (!open_group())
			return false;
	for (size_t i = 0; i < columns.size(); i++)
		fields[i] = values[i] ? values[i]->next() : moderato_str{"", 0};
	left--;
	return true;
}

/* ---- entries ---- */

/* Calls what may throw, and says what was thrown, its first line. `file` is set as soon as there is
 * one. */
template <typename F>
static parquet_result guarded(parquet_file *const &file, parquet_message *message, F call) noexcept
{
	const auto tell = [message](const char *what) {
		snprintf(message->text, sizeof(message->text), "%.*s", int(strcspn(what, "\n")), what);
	};

	try {
		return call();
	} catch (const std::bad_alloc &) {
		return PARQUET_NO_MEMORY;
	} catch (const parquet::ParquetStatusException &thrown) {
		tell(thrown.what());
		if (thrown.status().IsOutOfMemory())
			return file && file->pool.refused() ? PARQUET_LIMIT : PARQUET_NO_MEMORY;
		/* A code says that it was damaged data, too; only the system's errors have a detail. */
		return thrown.status().detail() ? PARQUET_IO : PARQUET_BAD;
	} catch (const std::exception &thrown) {
		tell(thrown.what());
	} catch (...) {
		tell("an unknown exception");
	}
	return PARQUET_BAD;
}

static const char *library()
{
	return "Arrow " ARROW_VERSION_STRING;
}

static void close_file(parquet_file *file)
{
	delete file;
}

static parquet_result open_file(
	parquet_file **out, parquet_place place, size_t memory_max, parquet_message *message)
{
	parquet_file *file = nullptr;
	const parquet_result result = guarded(file, message, [&] {
		file = new parquet_file(memory_max);
		file->open(place);
		return PARQUET_OK;
	});

	if (result != PARQUET_OK) {
		delete file;
		file = nullptr;
	}
	*out = file;
	return result;
}

static const parquet_column *columns_of(const parquet_file *file, size_t *n)
{
	*n = file->columns.size();
	return file->columns.data();
}

static unsigned long long all_rows(const parquet_file *file)
{
	return file->rows;
}

static parquet_result next_row(
	parquet_file *file, moderato_str *fields, unsigned long long *lost, parquet_message *message)
{
	const parquet_result result =
		guarded(file, message, [&] { return file->read(fields) ? PARQUET_OK : PARQUET_END; });

	*lost = 0;
	if (result == PARQUET_OK || result == PARQUET_END)
		return result;
	*lost = file->left;
	file->close_group();
	return result;
}

extern "C" __attribute__((visibility("default"))) parquet_plugin_entry moderato_parquet_plugin;

const parquet_plugin *moderato_parquet_plugin(void)
{
	static const parquet_plugin plugin = {
		PARQUET_PLUGIN_VERSION, library, open_file, columns_of, all_rows, next_row, close_file};

	return &plugin;
}
