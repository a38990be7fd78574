using System.Buffers.Binary;
using System.Text;

namespace Digits.Learning.Persistence.Onnx;

/// <summary>
/// A protobuf message under construction: a list of pieces, so that small pieces are not copied into every enclosing message, and large
/// ones are generated only while they are written.
/// </summary>
internal sealed class ProtobufMessage
{
    private readonly List<Action<Stream>> _pieces = [];

    public long Length { get; private set; }

    public ProtobufMessage Add(int field, long value)
    {
        Varint(((ulong)field << 3) | (ulong)WireType.Varint);
        Varint((ulong)value);
        return this;
    }

    public ProtobufMessage Add(int field, float value)
    {
        var bytes = new byte[sizeof(float)];
        BinaryPrimitives.WriteSingleLittleEndian(bytes, value);
        Varint(((ulong)field << 3) | (ulong)WireType.Fixed32);
        Piece(bytes);
        return this;
    }

    public ProtobufMessage Add(int field, string text) => Add(field, Encoding.UTF8.GetBytes(text));

    public ProtobufMessage Add(int field, ReadOnlyMemory<byte> bytes)
    {
        Head(field, bytes.Length);
        Piece(bytes);
        return this;
    }

    /// <summary>Adds a field of bytes that are generated when the message is written.</summary>
    /// <param name="field">The field's number.</param>
    /// <param name="length">The number of bytes that <paramref name="write"/> writes.</param>
    /// <param name="write">Writes them; the same every time.</param>
    public ProtobufMessage Add(int field, long length, Action<Stream> write)
    {
        Head(field, length);
        _pieces.Add(write);
        Length += length;
        return this;
    }

    public ProtobufMessage Add(int field, ProtobufMessage message)
    {
        Head(field, message.Length);
        _pieces.AddRange(message._pieces);
        Length += message.Length;
        return this;
    }

    public void WriteTo(Stream stream)
    {
        foreach (var piece in _pieces)
        {
            piece(stream);
        }
    }

    private void Head(int field, long length)
    {
        Varint(((ulong)field << 3) | (ulong)WireType.Bytes);
        Varint((ulong)length);
    }

    private void Varint(ulong value)
    {
        Span<byte> bytes = stackalloc byte[10];
        var count = 0;
        while (value >= 0x80)
        {
            bytes[count++] = (byte)(value | 0x80);
            value >>= 7;
        }

        bytes[count++] = (byte)value;
        Piece(bytes[..count].ToArray());
    }

    private void Piece(ReadOnlyMemory<byte> bytes)
    {
        _pieces.Add(stream => stream.Write(bytes.Span));
        Length += bytes.Length;
    }
}

/// <summary>How a protobuf field is encoded.</summary>
internal enum WireType
{
    Varint = 0,
    Fixed64 = 1,
    Bytes = 2,
    Fixed32 = 5,
}
