using System.Collections.Frozen;

namespace Digits.Datasets.Formats;

/// <summary>
/// Unicode's composed normal form (NFC): letters with their marks become one character where there is one, so that labels that look alike
/// are alike. Names of files from a Mac come apart into letters and marks. With InvariantGlobalization, which every service is built with,
/// string.Normalize returns its text unchanged also in .NET 10, so the tables are our own.
/// </summary>
internal static class UnicodeComposition
{
    private const int FirstMark = 0x300;
    private const int HangulFirst = 0xAC00;
    private const int HangulLead = 0x1100;
    private const int HangulVowel = 0x1161;
    private const int HangulTail = 0x11A7;
    private const int Leads = 19;
    private const int Vowels = 21;
    private const int Tails = 28;

    private static readonly (
        FrozenDictionary<int, int[]> Parts,
        FrozenDictionary<(int, int), int> Wholes,
        FrozenDictionary<int, byte> Classes) Tables = ReadTables();

    /// <summary>Composes a text of valid Unicode.</summary>
    public static string Compose(string text)
    {
        if (text.All(character => character < FirstMark))
        {
            return text;
        }

        var runes = new List<int>();
        foreach (var rune in text.EnumerateRunes())
        {
            Decompose(rune.Value, runes);
        }

        Order(runes);
        var composed = new StringBuilder();
        foreach (var rune in Recompose(runes))
        {
            composed.Append(char.ConvertFromUtf32(rune));
        }

        return composed.ToString();
    }

    private static void Decompose(int rune, List<int> parts)
    {
        if (Tables.Parts.TryGetValue(rune, out var known))
        {
            foreach (var part in known)
            {
                Decompose(part, parts);
            }
        }
        else if (rune is >= HangulFirst and < HangulFirst + (Leads * Vowels * Tails))
        {
            var index = rune - HangulFirst;
            parts.Add(HangulLead + (index / (Vowels * Tails)));
            parts.Add(HangulVowel + (index / Tails % Vowels));
            if (index % Tails > 0)
            {
                parts.Add(HangulTail + (index % Tails));
            }
        }
        else
        {
            parts.Add(rune);
        }
    }

    // Marks behind a letter stand in the order of their classes; marks of one class keep theirs.
    private static void Order(List<int> runes)
    {
        for (var at = 1; at < runes.Count; at++)
        {
            for (var to = at; to > 0 && ClassOf(runes[to]) > 0 && ClassOf(runes[to - 1]) > ClassOf(runes[to]); to--)
            {
                (runes[to - 1], runes[to]) = (runes[to], runes[to - 1]);
            }
        }
    }

    private static List<int> Recompose(List<int> runes)
    {
        var composed = new List<int>();
        var starter = -1;
        foreach (var rune in runes)
        {
            // A mark of the same or a higher class in between keeps the letter from reaching this one.
            var between = composed.Count - 1 > starter ? ClassOf(composed[^1]) : 0;
            var reached = starter >= 0 && (composed.Count - 1 == starter || (between != 0 && between < ClassOf(rune)));
            if (reached && Whole(composed[starter], rune) is { } whole)
            {
                composed[starter] = whole;
                continue;
            }

            if (ClassOf(rune) == 0)
            {
                starter = composed.Count;
            }

            composed.Add(rune);
        }

        return composed;
    }

    private static int? Whole(int first, int second)
    {
        if (first is >= HangulLead and < HangulLead + Leads && second is >= HangulVowel and < HangulVowel + Vowels)
        {
            return HangulFirst + ((((first - HangulLead) * Vowels) + second - HangulVowel) * Tails);
        }

        if (first is >= HangulFirst and < HangulFirst + (Leads * Vowels * Tails) && (first - HangulFirst) % Tails == 0
            && second is > HangulTail and < HangulTail + Tails)
        {
            return first + second - HangulTail;
        }

        return Tables.Wholes.TryGetValue((first, second), out var whole) ? whole : null;
    }

    private static byte ClassOf(int rune) => Tables.Classes.GetValueOrDefault(rune);

    private static (FrozenDictionary<int, int[]>, FrozenDictionary<(int, int), int>, FrozenDictionary<int, byte>) ReadTables()
    {
        var (parts, wholes, classes) = (new Dictionary<int, int[]>(), new Dictionary<(int, int), int>(), new Dictionary<int, byte>());
        using var stream = typeof(UnicodeComposition).Assembly.GetManifestResourceStream("composition.txt")
            ?? throw new InvalidOperationException("The table of compositions is part of the assembly.");
        using var reader = new StreamReader(stream);
        while (reader.ReadLine() is { } line)
        {
            switch (line[0])
            {
                case '#':
                    break;
                case '=' or '>':
                    var runes = Array.ConvertAll(line[1..].Split(' '), Hex);
                    parts.Add(runes[0], runes[1..]);
                    if (line[0] == '=')
                    {
                        wholes.Add((runes[1], runes[2]), runes[0]);
                    }

                    break;
                default:
                    var range = line.Split(["..", " "], StringSplitOptions.None);
                    for (var rune = Hex(range[0]); rune <= Hex(range[1]); rune++)
                    {
                        classes.Add(rune, byte.Parse(range[2], CultureInfo.InvariantCulture));
                    }

                    break;
            }
        }

        return (parts.ToFrozenDictionary(), wholes.ToFrozenDictionary(), classes.ToFrozenDictionary());
    }

    private static int Hex(string text) => int.Parse(text, NumberStyles.HexNumber, CultureInfo.InvariantCulture);
}
