using System.Globalization;

namespace Digits.Datasets.Storage.Images;

/// <summary>
/// The two files of a pack: images one after another, and the hash of each as 16 bytes. The name is the number of the first image. Images are
/// never changed once written, and bytes behind the number of images that the catalogue counts are ignored.
/// </summary>
internal static class PackFiles
{
    public static string Pixels(string folder, int first) => Path.Combine(folder, $"{Name(first)}.pixels");

    public static string Hashes(string folder, int first) => Path.Combine(folder, $"{Name(first)}.hashes");

    /// <summary>The first numbers of the packs in a folder, which need not exist, by the names of the files.</summary>
    public static IReadOnlyList<int> FirstNumbers(string folder) => !Directory.Exists(folder)
        ? []
        : [.. Directory.EnumerateFiles(folder, "*.pixels")
            .Select(path => int.TryParse(
                Path.GetFileNameWithoutExtension(path), NumberStyles.None, CultureInfo.InvariantCulture, out var first) ? first : -1)
            .Where(first => first >= 0)
            .Order()];

    private static string Name(int first) => first.ToString("D10", CultureInfo.InvariantCulture);
}
