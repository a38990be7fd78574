namespace Digits.Imaging.Handwriting;

/// <summary>The classes of a set of synthetic handwriting, each with the characters that are written for it.</summary>
/// <remarks>
/// Images are cropped to their ink, so a small letter that is its capital made smaller looks the same: c, o, s, v, w, x and z exactly, and i,
/// j, k, l, m, p, u and y in one common way of writing them or another. Sets that have both kinds of letters make one class of each of these
/// fifteen pairs, named by the capital, as EMNIST's balanced set does. Digits and letters that look alike (0 and O, 1 and I) stay apart, as
/// they do there.
/// </remarks>
public sealed class Alphabet
{
    private const string CapitalLetters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";

    // The small letters that no way of writing makes equal to their capitals.
    private const string OwnSmallLetters = "abdefghnqrt";

    private readonly WrittenCharacter[][] _written;

    private Alphabet(string name, IEnumerable<string> classes)
        : this(name, classes.Select(characters => (
            characters[..1],
            characters.Select(character => Allographs.Characters[character.ToString()]).ToArray())))
    {
    }

    private Alphabet(string name, IEnumerable<(string Label, WrittenCharacter[] Written)> classes)
    {
        Name = name;
        var all = classes.ToArray();
        Labels = Array.ConvertAll(all, one => one.Label);
        _written = Array.ConvertAll(all, one => one.Written);
    }

    /// <summary>The digits 0 to 9.</summary>
    public static Alphabet Digits { get; } = new("digits", Each("0123456789"));

    /// <summary>The capital letters A to Z.</summary>
    public static Alphabet Capitals { get; } = new("capitals", Each(CapitalLetters));

    /// <summary>The small letters a to z.</summary>
    public static Alphabet Small { get; } = new("small", Each(CapitalLetters.ToLowerInvariant()));

    /// <summary>Capital and small letters in 37 classes: fifteen pairs that look alike are one class each.</summary>
    public static Alphabet Letters { get; } = new("letters", [.. CapitalLetters.Select(Pair), .. Each(OwnSmallLetters)]);

    /// <summary>The digits and <see cref="Letters"/>, the 47 classes of EMNIST's balanced set.</summary>
    public static Alphabet Alphanumeric { get; } =
        new("alphanumeric", [.. Each("0123456789"), .. CapitalLetters.Select(Pair), .. Each(OwnSmallLetters)]);

    /// <summary>Every alphabet.</summary>
    public static IReadOnlyList<Alphabet> All { get; } = [Digits, Capitals, Small, Letters, Alphanumeric];

    /// <summary>Names it, for example "digits".</summary>
    public string Name { get; }

    /// <summary>The labels; the index of a label is its class.</summary>
    public IReadOnlyList<string> Labels { get; }

    /// <summary>The characters of each class that can be written.</summary>
    internal IReadOnlyList<IReadOnlyList<WrittenCharacter>> Written => _written;

    /// <summary>Finds an alphabet by its name; null where there is none.</summary>
    public static Alphabet? Find(string name) => All.FirstOrDefault(alphabet => alphabet.Name == name);

    /// <summary>The same alphabet with only some ways of writing each of its characters.</summary>
    internal Alphabet With(Func<WrittenCharacter, IEnumerable<Allograph>> ways) => new(
        Name,
        Labels.Zip(_written, (label, written) => (
            label, Array.ConvertAll(written, character => character with { Ways = [.. ways(character)] }))));

    /// <summary>Chooses a character of a class; where there are several, each is as likely.</summary>
    internal WrittenCharacter Choose(int index, Dice dice)
    {
        var written = _written[index];
        return written.Length == 1 ? written[0] : written[dice.Next(written.Length)];
    }

    private static IEnumerable<string> Each(string characters) => characters.Select(character => character.ToString());

    private static string Pair(char capital)
    {
        var small = char.ToLowerInvariant(capital);
        return OwnSmallLetters.Contains(small, StringComparison.Ordinal) ? $"{capital}" : $"{capital}{small}";
    }
}
