using System.Text.RegularExpressions;

namespace Digits.Datasets.Formats;

/// <summary>Files in archives that are no samples and do no harm: what systems and tools leave there, and what describes a data set.</summary>
internal static partial class Extras
{
    // The smallest pictures that tables are known to hold have 8x8 pixels.
    private const int MinSeparators = 36;

    private static readonly string[] PictureEndings =
        [".png", ".jpg", ".jpeg", ".jpe", ".webp", ".gif", ".bmp", ".dib", ".pnm", ".pbm", ".pgm", ".ppm", ".tif", ".tiff", ".heic", ".avif", ".svg", ".psd", ".ico", ".jp2", ".jxl"];

    private static readonly string[] DataEndings = [".csv", ".tsv", ".npy", ".npz", ".gz", ".idx", ".data", ".tra", ".tes", ".mat", ".parquet"];

    /// <summary>Why a file or folder is left there by a system or a tool whatever is in it; null where the name does not tell.</summary>
    /// <param name="name">The name in the archive, with "/" between folders.</param>
    public static string? LeftBehind(string name)
    {
        var rest = name.AsSpan();
        while (rest.IndexOf('/') is var end and >= 0)
        {
            if (LeftFolder(rest[..end]) is { } cause)
            {
                return cause;
            }

            rest = rest[(end + 1)..];
        }

        return LeftFile(rest);
    }

    /// <summary>Whether a name ends as those of pictures do.</summary>
    public static bool HasPictureEnding(string name) => PictureEndings.Any(ending => name.EndsWith(ending, StringComparison.OrdinalIgnoreCase));

    /// <summary>Whether a table was refused because it is one to be labelled, or an example of what a contest wants.</summary>
    public static bool IsUnlabelledTable(string name, RefusalException fault) =>
        SubmissionName().IsMatch(name) || (TestName().IsMatch(name) && fault.Reason.Contains("LABEL", StringComparison.Ordinal));

    /// <summary>
    /// Whether a table that was refused does no harm: one without labels for a test, or in an archive a list of a few columns. A table of
    /// pictures that is damaged is no such table.
    /// </summary>
    public static bool IsNoTable(DataFile table, RefusalException fault)
    {
        if (IsUnlabelledTable(table.OwnName, fault) || IsAbout(table.OwnName))
        {
            return true;
        }

        if (table.ArchiveName.Length == 0)
        {
            return false;
        }

        // The first line of a list is short; that of a table of pictures has hundreds of values.
        var head = Content.WithoutMark(table.ReadHead());
        var line = head.IndexOfAny((byte)'\n', (byte)'\r') is var end and >= 0 ? head[..end] : head;
        return fault.Reason is "CSV_LABEL_MISSING" || line.Count((byte)',') + line.Count((byte)';') + line.Count((byte)'\t') < MinSeparators;
    }

    /// <summary>Whether a name is that of a text about the data set.</summary>
    public static bool IsAbout(string name) => AboutName().IsMatch(name);

    /// <summary>Why a file in an archive beside samples does no harm although it holds none; null where it should have held some.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="kind">What it holds, as its first bytes tell; no picture.</param>
    /// <param name="head">Its first bytes.</param>
    public static string? CauseOf(string name, ContentKind kind, ReadOnlySpan<byte> head)
    {
        var known = kind == ContentKind.Unknown ? KnownFile.Of(head) : null;
        if (HasPictureEnding(name) || (known is { IsInPlaceOfAnother: true } && !IsMarkupName(name)))
        {
            return null;
        }

        return (kind, known) switch
        {
            (ContentKind.Empty, _) => HasDataEnding(name) ? null : "It is empty.",
            (_, not null) => known.MayHoldSamples ? null : $"It is {known.What}.",
            (ContentKind.Text, _) => "It is a text and no table of samples.",
            (ContentKind.Json, _) => KnownFile.IsServerError(head) && !IsMarkupName(name) ? null : "It is a JSON file that is no label map.",
            (ContentKind.Zip, _) => OfficeName().IsMatch(name) ? "It is a document." : null,
            (ContentKind.Unknown, _) => Path.HasExtension(name) && !HasDataEnding(name) ? "It is a file of no kind that is read." : null,
            _ => null,
        };
    }

    /// <summary>Whether a text names pictures, as lists of their labels do.</summary>
    public static bool ListsPictures(ReadOnlySpan<byte> head) => PictureInText().Count(Encoding.UTF8.GetString(head)) > 1;

    private static string? LeftFolder(ReadOnlySpan<char> name) =>
        Is(name, "__MACOSX") || Is(name, ".Trashes") || Is(name, ".AppleDouble") || Is(name, ".fseventsd") || name.StartsWith(".Spotlight")
            ? "macOS leaves such files behind."
        : Is(name, "$RECYCLE.BIN") || Is(name, "System Volume Information") ? "Windows leaves such files behind."
        : Is(name, "@eaDir") || Is(name, "#recycle") || Is(name, ".@__thumb") ? "Network storage leaves such files behind."
        : Is(name, "__pycache__") || Is(name, ".ipynb_checkpoints") || Is(name, ".git") || Is(name, ".svn") || Is(name, ".hg") || Is(name, "node_modules")
            ? "Programs leave such files behind."
        : Is(name, "lost+found") || IsHidden(name) ? "It lies in a hidden folder."
        : null;

    private static string? LeftFile(ReadOnlySpan<char> name) =>
        Is(name, ".DS_Store") || Is(name, ".localized") || name.StartsWith("._") || name is "Icon\r" ? "macOS leaves such files behind."
        : Is(name, "Thumbs.db") || Is(name, "ehthumbs.db") || Is(name, "desktop.ini") || Ends(name, ".lnk") ? "Windows leaves such files behind."
        : Ends(name, ".pyc") ? "Programs leave such files behind."
        : IsHidden(name) ? "It is a hidden file."
        : null;

    // "." and ".." are no names, and ".5" may be a label.
    private static bool IsHidden(ReadOnlySpan<char> name) => name.Length > 1 && name[0] == '.' && char.IsAsciiLetter(name[1]);

    private static bool Is(ReadOnlySpan<char> name, string other) => name.Equals(other, StringComparison.OrdinalIgnoreCase);

    private static bool Ends(ReadOnlySpan<char> name, string end) => name.EndsWith(end, StringComparison.OrdinalIgnoreCase);

    private static bool HasDataEnding(string name) => DataEndings.Any(ending => name.EndsWith(ending, StringComparison.OrdinalIgnoreCase));

    private static bool IsMarkupName(string name) => MarkupName().IsMatch(name);

    [GeneratedRegex(@"[\w)\]-]\.(png|jpe?g|webp|gif|bmp|pgm|tiff?)\b", RegexOptions.IgnoreCase)]
    private static partial Regex PictureInText();

    [GeneratedRegex(@"submission[^/]*\z", RegexOptions.IgnoreCase)]
    private static partial Regex SubmissionName();

    [GeneratedRegex(@"(?<![a-z])test[^/]*\z", RegexOptions.IgnoreCase)]
    private static partial Regex TestName();

    [GeneratedRegex(@"(\A|/)(read[-_ ]?me|licen[cs]e|copying|copyright|notice|citation|authors|change[-_ ]?log|about)[^/]*\z|(?<![a-z])mapping[^/]*\.txt\z|\.(md|rst|names|info|log|tex|bib)\z", RegexOptions.IgnoreCase)]
    private static partial Regex AboutName();

    [GeneratedRegex(@"\.(html?|xhtml|xml|svg|mhtml?|rss|json|geojson)\z", RegexOptions.IgnoreCase)]
    private static partial Regex MarkupName();

    [GeneratedRegex(@"\.(xlsx|xlsm|docx|pptx|ods|odt|odp|numbers|pages|epub|pt|pth|keras|jar|ipa|apk)\z", RegexOptions.IgnoreCase)]
    private static partial Regex OfficeName();
}

/// <summary>Names extras in the findings of an import, those of one cause together.</summary>
internal sealed class ExtrasList(string archive, ImportFindings findings)
{
    private const int MaxCauses = 100;

    private readonly Dictionary<string, (string First, int Count)> _causes = new(StringComparer.Ordinal);

    /// <summary>Adds a file.</summary>
    /// <param name="name">Its name in the archive.</param>
    /// <param name="cause">Why it is passed over, a sentence.</param>
    public void Add(string name, string cause)
    {
        if (_causes.TryGetValue(cause, out var known))
        {
            _causes[cause] = (known.First, known.Count + 1);
        }
        else if (_causes.Count < MaxCauses)
        {
            _causes.Add(cause, (name, 1));
        }
    }

    /// <summary>Records what was added since the last time.</summary>
    public void Record()
    {
        foreach (var (cause, (first, count)) in _causes)
        {
            var name = $"{archive}: {Zip.EntryName.Show(first)}";
            findings.PassOver(count == 1 ? name : string.Create(CultureInfo.InvariantCulture, $"{name} and {count - 1:N0} more"), cause, count);
        }

        _causes.Clear();
    }
}
