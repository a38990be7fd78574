using System.Globalization;

namespace Digits.Processing.Storage.Images;

/// <summary>
/// The two files of a pack: images one after another, and the hash of each as 16 bytes. The name is the number of the first image. What is
/// written is never changed, and what lies behind the images that the catalogue counts is not there.
/// </summary>
internal static class PackFiles
{
    public static string Pixels(string folder, int first) => Path.Combine(folder, $"{Name(first)}.pixels");

    public static string Hashes(string folder, int first) => Path.Combine(folder, $"{Name(first)}.hashes");

    private static string Name(int first) => first.ToString("D10", CultureInfo.InvariantCulture);
}
