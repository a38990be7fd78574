using System.Text;

namespace Digits.Learning.Images.Png;

/// <summary>One chunk of a PNG: a type of four letters and its data.</summary>
internal readonly ref struct PngChunk(uint type, ReadOnlySpan<byte> data)
{
    public const uint Ihdr = 0x49484452;
    public const uint Plte = 0x504C5445;
    public const uint Idat = 0x49444154;
    public const uint Iend = 0x49454E44;
    public const uint Trns = 0x74524E53;

    private const uint LowerCaseFirstLetter = 0x20000000;

    public uint Type { get; } = type;

    public ReadOnlySpan<byte> Data { get; } = data;

    /// <summary>Whether a reader that does not know the chunk must give up.</summary>
    public bool IsCritical => (Type & LowerCaseFirstLetter) == 0;

    public string Name => NameOf(Type);

    /// <summary>The four letters of a type.</summary>
    public static string NameOf(uint type) =>
        Encoding.ASCII.GetString([(byte)(type >> 24), (byte)(type >> 16), (byte)(type >> 8), (byte)type]);
}
