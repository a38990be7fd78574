using System.Text.RegularExpressions;

namespace Digits.Datasets;

/// <summary>The rule for names of data sets. A name that keeps it is safe as a folder's name and in an address.</summary>
internal static partial class DatasetName
{
    /// <summary>The rule in words.</summary>
    public const string Rule = "1 to 64 of a-z, 0-9, \"-\", \"_\" and \".\" are allowed, first a letter or digit";

    private const int MaxLength = 64;

    /// <summary>Whether a text can name a data set. Nothing is looked up or cached for a text that cannot.</summary>
    public static bool IsName(string name) => name.Length <= MaxLength && Pattern().IsMatch(name);

    /// <summary>Refuses a name that is missing or breaks the rule.</summary>
    public static void Check(string name)
    {
        if (!IsName(name))
        {
            throw name.Length == 0 ? Errors.NameRequired() : Errors.NameInvalid(name);
        }
    }

    [GeneratedRegex(@"\A[a-z0-9][a-z0-9._-]{0,63}\z")]
    private static partial Regex Pattern();
}
