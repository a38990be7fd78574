using System.Text;

namespace Digits.Learning.Persistence.Onnx;

/// <summary>Walks over the fields of one protobuf message. Whatever a field claims, nothing is read or allocated beyond the bytes at hand.</summary>
internal struct ProtobufReader(ReadOnlyMemory<byte> message)
{
    private static readonly UTF8Encoding StrictUtf8 = new(false, throwOnInvalidBytes: true);

    private int _at;

    /// <summary>The number of the field at hand.</summary>
    public int Field { get; private set; }

    /// <summary>The value of a field of kind <see cref="WireType.Varint"/>.</summary>
    public ulong Number { get; private set; }

    /// <summary>The content of a field of kind <see cref="WireType.Bytes"/>; empty for all others.</summary>
    public ReadOnlyMemory<byte> Bytes { get; private set; }

    public WireType Type { get; private set; }

    /// <summary>The content as text.</summary>
    /// <exception cref="ModelFormatException">It is not UTF-8.</exception>
    public readonly string Text
    {
        get
        {
            try
            {
                return StrictUtf8.GetString(Bytes.Span);
            }
            catch (DecoderFallbackException exception)
            {
                throw new ModelFormatException("The ONNX file holds a text that is not UTF-8.", exception);
            }
        }
    }

    /// <summary>Goes to the next field; false at the end of the message.</summary>
    /// <exception cref="ModelFormatException">This is no protobuf, or it is cut short.</exception>
    public bool Read()
    {
        if (_at == message.Length)
        {
            return false;
        }

        var tag = Varint();
        if (tag >> 3 is 0 or > int.MaxValue >> 2)
        {
            throw Fault();
        }

        (Field, Type, Number, Bytes) = ((int)(tag >> 3), (WireType)(tag & 7), 0, default);
        switch (Type)
        {
            case WireType.Varint: Number = Varint(); break;
            case WireType.Fixed64: Take(sizeof(ulong)); break;
            case WireType.Fixed32: Take(sizeof(uint)); break;
            case WireType.Bytes: Bytes = Take(Varint()); break;
            default: throw Fault();
        }

        return true;
    }

    /// <summary>Adds the numbers of a repeated integer field, packed or one by one.</summary>
    /// <param name="numbers">Receives them.</param>
    /// <param name="most">More than this many are a fault.</param>
    public readonly void AddNumbers(List<long> numbers, int most)
    {
        if (Type == WireType.Varint)
        {
            numbers.Add((long)Number);
        }
        else
        {
            var packed = new ProtobufReader(Bytes);
            while (packed._at < Bytes.Length && numbers.Count <= most)
            {
                numbers.Add((long)packed.Varint());
            }
        }

        if (numbers.Count > most)
        {
            throw Fault();
        }
    }

    private static ModelFormatException Fault() => new("This is not a whole ONNX file: its fields cannot be read.");

    private ReadOnlyMemory<byte> Take(ulong length)
    {
        if (length > (ulong)(message.Length - _at))
        {
            throw Fault();
        }

        _at += (int)length;
        return message.Slice(_at - (int)length, (int)length);
    }

    private ulong Varint()
    {
        var value = 0UL;
        for (var shift = 0; shift < 64; shift += 7)
        {
            if (_at == message.Length)
            {
                break;
            }

            var next = message.Span[_at++];
            value |= (ulong)(next & 0x7F) << shift;
            if (next < 0x80)
            {
                return value;
            }
        }

        throw Fault();
    }
}
