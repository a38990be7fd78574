using Digits.Processing.V1;

namespace Digits.Processing.Storage;

/// <summary>
/// The two files of a part: all images one after another, and the class of each as an unsigned 16-bit little-endian number.
/// </summary>
internal static class PartFiles
{
    public const int ClassSize = sizeof(ushort);

    public static string Pixels(string folder, Part part) => Path.Combine(folder, $"{Name(part)}.pixels");

    public static string Classes(string folder, Part part) => Path.Combine(folder, $"{Name(part)}.classes");

    private static string Name(Part part) => part switch
    {
        Part.Train => "train",
        Part.Test => "test",
        _ => throw new ArgumentOutOfRangeException(nameof(part), part, "Only train and test are stored."),
    };
}
