using System.Text.RegularExpressions;

namespace Digits.Datasets.Formats.Arrays;

/// <summary>
/// Reads the header of an array that NumPy saved, versions 1 to 3: a magic number, the version, the length of a text, and the text, which
/// is a Python dictionary of the element type ("descr"), the order ("fortran_order") and the shape.
/// </summary>
internal static partial class NpyHeaderReader
{
    private const int MagicSize = 6;
    private const int MaxTextSize = 1 << 16;
    private const int MaxDimensions = 32;
    private const int MaxTextElement = 4096;

    /// <exception cref="RefusalException">The header is cut short, broken, or claims what cannot be read.</exception>
    public static ArrayHeader Read(Stream stream, string name)
    {
        Span<byte> start = stackalloc byte[MagicSize + 2];
        ArrayHeader.Fill(stream, start, "npy", name);
        int version = start[MagicSize];
        if (version is < 1 or > 3)
        {
            throw Errors.ArrayBadHeader("npy", name, $"it has the unknown version {version}");
        }

        Span<byte> lengthBytes = stackalloc byte[version == 1 ? 2 : 4];
        ArrayHeader.Fill(stream, lengthBytes, "npy", name);
        var length = version == 1
            ? BinaryPrimitives.ReadUInt16LittleEndian(lengthBytes)
            : BinaryPrimitives.ReadUInt32LittleEndian(lengthBytes);
        if (length > MaxTextSize)
        {
            throw Errors.ArrayBadHeader("npy", name, $"it claims a header of {length} bytes");
        }

        var text = new byte[length];
        ArrayHeader.Fill(stream, text, "npy", name);
        return Parse(Encoding.UTF8.GetString(text), start.Length + lengthBytes.Length + text.Length, name);
    }

    private static ArrayHeader Parse(string text, int size, string name)
    {
        var order = Order().Match(text);
        var shape = Shape().Match(text);
        if (!order.Success || !shape.Success)
        {
            throw Errors.ArrayBadHeader("npy", name, "its header lacks order or shape");
        }

        var type = ReadType(text, name);
        var dimensions = ReadShape(shape.Groups["sizes"].Value, name);
        var isFortran = order.Groups["value"].Value == "True" && dimensions.Count(side => side > 1) > 1;
        return new ArrayHeader("npy", type, dimensions, size, isFortran);
    }

    private static ElementType ReadType(string text, string name)
    {
        var type = Description().Match(text);
        if (!type.Success)
        {
            throw StructuredDescription().IsMatch(text)
                ? Errors.NpyElementType(name, "records with named fields")
                : Errors.ArrayBadHeader("npy", name, "its header lacks the element type");
        }

        var size = int.Parse($"0{type.Groups["size"].Value}", CultureInfo.InvariantCulture);
        var bigEndian = type.Groups["order"].Value == ">";
        return (type.Groups["kind"].Value, size) switch
        {
            ("O", _) => throw Errors.NpyObjectType(name),
            ("b", 1) => new ElementType(ElementKind.Unsigned, 1, bigEndian),
            ("u", 1 or 2 or 4 or 8) => new ElementType(ElementKind.Unsigned, size, bigEndian),
            ("i", 1 or 2 or 4 or 8) => new ElementType(ElementKind.Signed, size, bigEndian),
            ("f", 2 or 4 or 8) => new ElementType(ElementKind.Float, size, bigEndian),
            ("U", >= 1 and <= MaxTextElement / 4) => new ElementType(ElementKind.Unicode, 4 * size, bigEndian),
            ("S", >= 1 and <= MaxTextElement) => new ElementType(ElementKind.Bytes, size, bigEndian),
            var (kind, _) => throw Errors.NpyElementType(name, $"\"{kind}{size}\""),
        };
    }

    private static long[] ReadShape(string sizes, string name)
    {
        var texts = sizes.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        if (texts.Length > MaxDimensions)
        {
            throw Errors.ArrayBadDimensions("npy", name, $"it claims {texts.Length} dimensions");
        }

        // Old versions of Python wrote an L behind long numbers.
        return Array.ConvertAll(texts, text => long.TryParse(text.TrimEnd('L'), NumberStyles.None, null, out var size)
            ? size
            : throw Errors.ArrayBadDimensions("npy", name, "its shape holds something else than whole numbers"));
    }

    [GeneratedRegex("['\"]descr['\"]\\s*:\\s*['\"](?<order>[<>|=]?)(?<kind>[A-Za-z])(?<size>[0-9]{0,6})(\\[[^'\"]*\\])?['\"]")]
    private static partial Regex Description();

    [GeneratedRegex("['\"]descr['\"]\\s*:\\s*\\[")]
    private static partial Regex StructuredDescription();

    [GeneratedRegex("['\"]fortran_order['\"]\\s*:\\s*(?<value>True|False)")]
    private static partial Regex Order();

    [GeneratedRegex("['\"]shape['\"]\\s*:\\s*\\((?<sizes>[^)]{0,1000})\\)")]
    private static partial Regex Shape();
}
