using System.Globalization;
using System.Text;
using Digits.Datasets.Versions;

namespace Digits.Datasets.Formats.Export;

/// <summary>
/// Names of folders for labels: the labels themselves where every file system can store them, and no two that differ only in capitals.
/// </summary>
internal static class FolderNames
{
    private const int MaxBytes = 200;
    private const string Unsafe = "/\\:*?\"<>|%~";

    // Windows takes files of these names for devices.
    private static readonly HashSet<string> Devices = new(
        ["CON", "PRN", "AUX", "NUL", .. Enumerable.Range(1, 9).SelectMany(port => new[] { $"COM{port}", $"LPT{port}" })],
        StringComparer.OrdinalIgnoreCase);

    /// <summary>A folder for each label.</summary>
    public static IReadOnlyList<ManifestLabel> Of(IReadOnlyList<string> labels)
    {
        var taken = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        var named = new List<ManifestLabel>();
        for (var index = 0; index < labels.Count; index++)
        {
            var folder = Escape(labels[index]);
            if (Encoding.UTF8.GetByteCount(folder) > MaxBytes || !taken.Add(folder))
            {
                // "~" is escaped in labels, so this is no label's folder.
                folder = string.Create(CultureInfo.InvariantCulture, $"~{index}");
            }

            named.Add(new ManifestLabel(labels[index], folder));
        }

        return named;
    }

    private static string Escape(string label)
    {
        var folder = new StringBuilder();
        for (var at = 0; at < label.Length; at++)
        {
            var risky = Unsafe.Contains(label[at])
                || (at == 0 && IsSpecial(label))
                || (at == label.Length - 1 && label[at] is '.' or ' ');
            folder.Append(risky ? string.Create(CultureInfo.InvariantCulture, $"%{(int)label[at]:X2}") : label[at].ToString());
        }

        return folder.ToString();
    }

    private static bool IsSpecial(string label) =>
        label[0] == '.'
        || label.StartsWith("__MACOSX", StringComparison.OrdinalIgnoreCase)
        || PartWords.OfFolder(label) != Part.Unspecified
        || Devices.Contains(label.Split('.')[0]);
}
