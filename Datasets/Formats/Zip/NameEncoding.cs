namespace Digits.Datasets.Formats.Zip;

/// <summary>
/// How the names in an archive are encoded that do not say so themselves: found out once for the whole archive, since a single name has too
/// few bytes to tell.
/// </summary>
internal static class NameEncoding
{
    private const string Setting = "name_encoding";

    // Enough characters to tell; a directory of millions of names is not read to its end for them.
    private const int MaxBytes = 1 << 16;

    private const int MaxShown = 3;

    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    // In the order of preference where two are as likely as each other.
    private static readonly Candidate[] Candidates =
    [
        new("shift_jis", 932, JapaneseLikeness),
        new("euc-kr", 949, KoreanLikeness),
        new("gbk", 936, ChineseLikeness),
        new("big5", 950, TaiwaneseLikeness),
        new("cp866", 866, CyrillicLikeness),
        new("windows-1251", 1251, CyrillicLikeness),
        new("cp437", 437, LatinLikeness),
    ];

    static NameEncoding() => Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);

    /// <summary>The encoding of names for which the archive does not say it.</summary>
    /// <param name="archive">The archive; its directory is read once more.</param>
    /// <param name="said">The setting; empty to be found out.</param>
    /// <param name="findings">Where an assumption is recorded.</param>
    /// <exception cref="RefusalException">The setting names no encoding that is known.</exception>
    public static Encoding Of(ZipReader archive, string said, ImportFindings findings)
    {
        if (said.Length > 0)
        {
            return Named(said);
        }

        var names = Unsaid(archive);
        if (names.TrueForAll(IsUtf8))
        {
            return StrictUtf8;
        }

        var likely = Candidates.Select(candidate => (Candidate: candidate, Likeness: candidate.Likeness(names))).OrderByDescending(guess => guess.Likeness).ToList();
        var best = likely[0].Candidate;
        var shown = names.Select(name => best.Encoding.GetString(name)).Select(name => name.TrimEnd('/', '\\')).Distinct().Take(MaxShown);
        findings.Assume(
            Setting,
            best.Name,
            $"The names in {archive.Name} are not UTF-8; they were read as {best.Name}: {Errors.Shorten(string.Join(", ", shown), 120)}.",
            [.. likely.Skip(1).Where(guess => guess.Likeness > 0).Select(guess => guess.Candidate.Name), "utf-8"]);
        return best.Encoding;
    }

    private static Encoding Named(string name)
    {
        var candidate = Array.Find(Candidates, candidate => candidate.Name.Equals(name, StringComparison.OrdinalIgnoreCase));
        return candidate?.Encoding
            ?? (name.Equals("utf-8", StringComparison.OrdinalIgnoreCase) ? Encoding.UTF8
                : throw Errors.SettingInvalid(
                    Setting, $"{Errors.Quote(name)} is none of utf-8, {string.Join(", ", Candidates.Select(candidate => candidate.Name))}"));
    }

    private static List<byte[]> Unsaid(ZipReader archive)
    {
        var (names, bytes) = (new List<byte[]>(), 0);
        var known = new NameSet();
        var directory = archive.ReadDirectory();
        while (bytes < MaxBytes && directory.Read() is { } entry)
        {
            // Folders repeat for every file, and so do file names in them; each is judged once.
            foreach (var range in entry.SaysUtf8 ? default : entry.Name.Span.Split((byte)'/'))
            {
                var name = entry.Name.Span[range];
                if (name.ContainsAnyInRange((byte)0x80, byte.MaxValue) && known.Add(name))
                {
                    names.Add(name.ToArray());
                    bytes += name.Length;
                }
            }
        }

        return names;
    }

    private static bool IsUtf8(byte[] name) => System.Text.Unicode.Utf8.IsValid(name);

    // Kana and the kanji of level 1, which are ordered by their readings; half-width kana are what other encodings look like.
    private static double JapaneseLikeness(byte[] bytes, int at, char character) => character switch
    {
        >= '\u3040' and <= '\u30FF' => 1.05,
        >= '\uFF61' and <= '\uFF9F' => 0.2,
        _ when IsIdeograph(character) => bytes[at] is >= 0x88 and <= 0x97 ? 1 : 0.4,
        _ => 0.3,
    };

    private static double KoreanLikeness(byte[] bytes, int at, char character) => character switch
    {
        >= '\uAC00' and <= '\uD7A3' => bytes[at] >= 0xB0 && at + 1 < bytes.Length && bytes[at + 1] >= 0xA1 ? 1.02 : 0.3,
        _ when IsIdeograph(character) => 0.2,
        _ => 0.3,
    };

    // The characters of level 1 of GB2312, ordered by their sounds, are those of daily use.
    private static double ChineseLikeness(byte[] bytes, int at, char character) =>
        !IsIdeograph(character) ? 0.3
        : at + 1 < bytes.Length && bytes[at + 1] >= 0xA1 ? bytes[at] is >= 0xB0 and <= 0xD7 ? 1 : bytes[at] is >= 0xD8 and <= 0xF7 ? 0.5 : 0.2
        : 0.2;

    private static double TaiwaneseLikeness(byte[] bytes, int at, char character) =>
        !IsIdeograph(character) ? 0.2 : bytes[at] is >= 0xA4 and <= 0xC6 ? 0.99 : 0.3;

    // A letter between Latin ones is a letter with an accent, not a Cyrillic one.
    private static double CyrillicLikeness(byte[] bytes, int at, char character) =>
        character is not ((>= '\u0410' and <= '\u044F') or 'Ё' or 'ё') ? 0
        : (at > 0 && char.IsAsciiLetter((char)bytes[at - 1])) || (at + 1 < bytes.Length && char.IsAsciiLetter((char)bytes[at + 1])) ? 0
        : 1;

    // The letters that the languages of western Europe have in daily use; few Cyrillic words are made of just the bytes that these have.
    private static double LatinLikeness(byte[] bytes, int at, char character) =>
        "äöüÄÖÜßéèêàâçñåæøíóúáì".Contains(character) ? 1.01 : char.IsLetter(character) && character < '\u0250' ? 0.6 : character is >= '\u2500' and <= '\u259F' ? 0 : 0.2;

    // Also of planes above the first: their surrogates.
    private static bool IsIdeograph(char character) => character is >= '\u4E00' and <= '\u9FFF';

    /// <summary>An encoding that names may have.</summary>
    private sealed record Candidate(string Name, int CodePage, Func<byte[], int, char, double> LikenessOf)
    {
        private Encoding? _strict;

        public Encoding Encoding => field ??= Encoding.GetEncoding(CodePage);

        /// <summary>The mean likeness of the characters that are not ASCII, 0 to about 1; 0 where a name cannot be decoded.</summary>
        public double Likeness(List<byte[]> names)
        {
            _strict ??= Encoding.GetEncoding(CodePage, EncoderFallback.ExceptionFallback, DecoderFallback.ExceptionFallback);
            var (sum, count) = (0.0, 0);
            foreach (var name in names)
            {
                try
                {
                    var at = 0;
                    foreach (var character in _strict.GetString(name))
                    {
                        // Characters of several bytes begin above ASCII in all of these encodings.
                        if (name[at] >= 0x80)
                        {
                            sum += LikenessOf(name, at, character);
                            count++;
                        }

                        at += name[at] >= 0x80 && !char.IsLowSurrogate(character) ? _strict.GetByteCount([character]) : 1;
                    }
                }
                catch (Exception fault) when (fault is DecoderFallbackException or EncoderFallbackException or IndexOutOfRangeException)
                {
                    return 0;
                }
            }

            return count == 0 ? 0 : sum / count;
        }
    }
}
