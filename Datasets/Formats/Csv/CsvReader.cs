using System.Buffers;
using System.Text.Unicode;

namespace Digits.Datasets.Formats.Csv;

/// <summary>
/// Reads a table row by row through one buffer. A row ends where its line does, also in quotes: no label and no number has a line break,
/// and so a quote that is never closed spoils one row and not the rest of the file. CsvHelper and Sylvan.Data.Csv let such a quote swallow
/// all that follows, and read values only as strings.
/// </summary>
/// <param name="file">The table, in UTF-8.</param>
/// <param name="skipped">Rows at its beginning that are no part of the table.</param>
internal sealed class CsvReader(DataFile file, int skipped = 0) : IDisposable
{
    private const int FirstBufferSize = 1 << 16;
    private const int MaxRowSize = 1 << 26;

    // A label and a picture of 1024 x 1024 pixels. Of a row of nothing but separators every byte would take twenty.
    private const int MaxFields = (1 << 20) + 1;
    private const byte Quote = (byte)'"';

    private readonly Stream _stream = file.Open();
    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(FirstBufferSize);
    private int[] _bounds = new int[64];
    private int _start;
    private int _filled;
    private int _rowEnd;
    private int _nextStart;
    private bool _ended;
    private int _rows;

    /// <summary>The row's number in the file, from 1, as editors count.</summary>
    public long RowNumber { get; private set; }

    /// <summary>Whether this is the first row of the table; blank rows are none.</summary>
    public bool IsFirst { get; private set; }

    /// <summary>Fields of the row, once it is divided.</summary>
    public int FieldCount { get; private set; }

    /// <summary>The row without its line break.</summary>
    public ReadOnlySpan<byte> Row => _buffer.AsSpan(_start, _rowEnd - _start);

    /// <summary>Goes on to the next row that is not blank.</summary>
    /// <returns>Whether there is one.</returns>
    /// <exception cref="RefusalException">A row is longer than any table's, or the file is damaged.</exception>
    public bool ReadRow()
    {
        while (ReadLine())
        {
            if (!Row.Trim(" \t"u8).IsEmpty)
            {
                _rows++;
                IsFirst = _rows == skipped + 1;
                if (_rows > skipped)
                {
                    return true;
                }
            }
        }

        return false;
    }

    /// <summary>Finds the fields of the row.</summary>
    /// <param name="separator">What stands between them; a space stands for any number of spaces and tabs.</param>
    public void Divide(byte separator)
    {
        FieldCount = 0;
        if (separator == ' ')
        {
            DivideAtSpace();
            return;
        }

        var row = Row;
        var at = 0;
        while (true)
        {
            var end = at + FieldLength(row[at..], separator);
            AddBounds(at, end);
            if (end == row.Length)
            {
                return;
            }

            at = end + 1;
        }
    }

    /// <summary>A field without the quotes and the space around it.</summary>
    public ReadOnlySpan<byte> Field(int index)
    {
        var field = Row[_bounds[2 * index].._bounds[(2 * index) + 1]].Trim(" \t"u8);
        return field is [Quote, .., Quote] ? field[1..^1] : field;
    }

    /// <summary>Whether a field begins with a quote that does not end.</summary>
    public bool IsTorn(int index) => Row[_bounds[2 * index].._bounds[(2 * index) + 1]].Trim(" \t"u8) is [Quote] or [Quote, .., not Quote];

    /// <summary>A field as text; null when it is not UTF-8.</summary>
    public string? Text(int index)
    {
        var field = Field(index);
        return Utf8.IsValid(field) ? Encoding.UTF8.GetString(field).Replace("\"\"", "\"", StringComparison.Ordinal) : null;
    }

    public void Dispose()
    {
        _stream.Dispose();
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = [];
    }

    private void DivideAtSpace()
    {
        var row = Row;
        var at = 0;
        while (row[at..].IndexOfAnyExcept(" \t"u8) is var space and >= 0)
        {
            at += space;
            var length = row[at] == Quote ? FieldLength(row[at..], (byte)' ') : row[at..].IndexOfAny(" \t"u8);
            var end = length < 0 ? row.Length : at + length;
            AddBounds(at, end);
            at = end;
        }
    }

    private static int FieldLength(ReadOnlySpan<byte> rest, byte separator)
    {
        var from = 0;
        if (rest is [Quote, ..])
        {
            // A doubled quote inside of quotes is a quote: it closes and opens again.
            for (from = 1; from < rest.Length; from += 2)
            {
                var quote = rest[from..].IndexOf(Quote);
                if (quote < 0)
                {
                    from = 0;
                    break;
                }

                from += quote;
                if (from + 1 >= rest.Length || rest[from + 1] != Quote)
                {
                    break;
                }
            }
        }

        var end = rest[Math.Min(from, rest.Length)..].IndexOf(separator);
        return end < 0 ? rest.Length : Math.Min(from, rest.Length) + end;
    }

    private void AddBounds(int start, int end)
    {
        if (FieldCount == MaxFields)
        {
            throw Errors.CsvRowTooWide(file.Name, RowNumber, MaxFields);
        }

        if (2 * FieldCount == _bounds.Length)
        {
            Array.Resize(ref _bounds, 2 * _bounds.Length);
        }

        (_bounds[2 * FieldCount], _bounds[(2 * FieldCount) + 1]) = (start, end);
        FieldCount++;
    }

    private bool ReadLine()
    {
        if (RowNumber > 0)
        {
            _start = Math.Min(_filled, _nextStart);
        }

        RowNumber++;
        var searched = _start;
        while (true)
        {
            var line = _buffer.AsSpan(searched, _filled - searched).IndexOfAny((byte)'\n', (byte)'\r');
            if (line >= 0 && (_buffer[searched + line] == '\n' || searched + line + 1 < _filled || _ended))
            {
                _rowEnd = searched + line;
                var pair = _buffer[_rowEnd] == '\r' && _rowEnd + 1 < _filled && _buffer[_rowEnd + 1] == '\n';
                _nextStart = _rowEnd + (pair ? 2 : 1);
                SkipMark();
                return true;
            }

            if (_ended)
            {
                (_rowEnd, _nextStart) = (_filled, _filled);
                SkipMark();
                return _filled > _start;
            }

            var at = (line >= 0 ? searched + line : _filled) - _start;
            Fill();
            searched = _start + at;
        }
    }

    private void SkipMark()
    {
        if (RowNumber == 1)
        {
            _start = _rowEnd - Content.WithoutMark(Row).Length;
        }
    }

    private void Fill()
    {
        var kept = _filled - _start;
        if (kept == _buffer.Length)
        {
            if (kept >= MaxRowSize)
            {
                throw Errors.CsvRowTooLong(file.Name, RowNumber, MaxRowSize);
            }

            var larger = ArrayPool<byte>.Shared.Rent(2 * _buffer.Length);
            _buffer.AsSpan(_start, kept).CopyTo(larger);
            (_start, _filled) = (0, kept);
            ArrayPool<byte>.Shared.Return(_buffer);
            _buffer = larger;
        }
        else
        {
            _buffer.AsSpan(_start, kept).CopyTo(_buffer);
            (_start, _filled) = (0, kept);
        }

        var got = _stream.Read(_buffer.AsSpan(_filled));
        _filled += got;
        _ended = got == 0;
    }
}
