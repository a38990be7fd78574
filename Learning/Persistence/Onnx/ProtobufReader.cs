using System.Text;
using Digits.Learning.Persistence.Exchange;

namespace Digits.Learning.Persistence.Onnx;

/// <summary>
/// Reads the fields of one protobuf message in a file. Whatever length a field claims, nothing beyond the message is read or allocated.
/// </summary>
internal struct ProtobufReader(FileBytes file, long start, long length)
{
    private const int MaxText = 1 << 21;

    private static readonly UTF8Encoding StrictUtf8 = new(false, throwOnInvalidBytes: true);

    private readonly (long Start, long Length) _range = (start, length);
    private long _at = start;

    /// <summary>The number of the current field.</summary>
    public int Field { get; private set; }

    /// <summary>The value of a field of kind <see cref="WireType.Varint"/>.</summary>
    public ulong Number { get; private set; }

    /// <summary>The position in the file of the content of a field of kind <see cref="WireType.Bytes"/>.</summary>
    public long Start { get; private set; }

    /// <summary>The length of that content in bytes; 0 for all other kinds.</summary>
    public long Length { get; private set; }

    public WireType Type { get; private set; }

    /// <summary>The content as text.</summary>
    /// <exception cref="ModelFormatException">It is not UTF-8, or longer than any text that Digits writes.</exception>
    public readonly string Text
    {
        get
        {
            if (Length > MaxText)
            {
                throw new ModelFormatException($"The ONNX file holds a text of {Length} bytes; {MaxText} are the most.");
            }

            var bytes = new byte[Length];
            file.Read(Start, bytes);
            try
            {
                return StrictUtf8.GetString(bytes);
            }
            catch (DecoderFallbackException exception)
            {
                throw new ModelFormatException("The ONNX file holds a text that is not UTF-8.", exception);
            }
        }
    }

    /// <summary>Where the next field begins in the file.</summary>
    public readonly long Position => _at;

    /// <summary>The position and the length of the message itself in the file.</summary>
    public readonly (long Start, long Length) Range => _range;

    /// <summary>The content as a message of its own.</summary>
    public readonly ProtobufReader Message => new(file, Start, Length);

    /// <summary>Goes to the next field; false at the end of the message.</summary>
    /// <exception cref="ModelFormatException">The message is not valid protobuf, or it is cut short.</exception>
    public bool Read()
    {
        if (_at == End)
        {
            return false;
        }

        var tag = Varint();
        if (tag >> 3 is 0 or > int.MaxValue >> 2)
        {
            throw Fault();
        }

        (Field, Type, Number, Start, Length) = ((int)(tag >> 3), (WireType)(tag & 7), 0, _at, 0);
        switch (Type)
        {
            case WireType.Varint: Number = Varint(); break;
            case WireType.Fixed64: Skip(sizeof(ulong)); break;
            case WireType.Fixed32: Skip(sizeof(uint)); break;
            case WireType.Bytes:
                var content = Varint();
                Start = _at;
                Skip(content);
                Length = (long)content;
                break;
            default: throw Fault();
        }

        return true;
    }

    /// <summary>Adds the numbers of a repeated integer field, packed or one by one.</summary>
    /// <param name="numbers">Receives the numbers.</param>
    /// <param name="most">More than this many are a fault.</param>
    public readonly void AddNumbers(List<long> numbers, int most)
    {
        if (Type == WireType.Varint)
        {
            numbers.Add((long)Number);
        }
        else
        {
            var packed = Message;
            while (packed._at < packed.End && numbers.Count <= most)
            {
                numbers.Add((long)packed.Varint());
            }
        }

        if (numbers.Count > most)
        {
            throw Fault();
        }
    }

    private readonly long End => _range.Start + _range.Length;

    private static ModelFormatException Fault() => new("This is not a whole ONNX file: its fields cannot be read.");

    private void Skip(ulong count)
    {
        if (count > (ulong)(End - _at))
        {
            throw Fault();
        }

        _at += (long)count;
    }

    private ulong Varint()
    {
        var value = 0UL;
        for (var shift = 0; shift < 64; shift += 7)
        {
            if (_at == End)
            {
                break;
            }

            var next = file[_at++];
            value |= (ulong)(next & 0x7F) << shift;
            if (next < 0x80)
            {
                return value;
            }
        }

        throw Fault();
    }
}
