using System.Text.RegularExpressions;

namespace Digits.Processing;

/// <summary>The rule for names of data sets. A name that keeps it is safe as a folder's name and in an address.</summary>
internal static partial class DatasetName
{
    public const int MaxLength = 64;

    /// <summary>Refuses a name that breaks the rule.</summary>
    public static void Check(string name)
    {
        if (!Rule().IsMatch(name))
        {
            throw Errors.NameInvalid(name);
        }
    }

    [GeneratedRegex(@"\A[a-z0-9][a-z0-9._-]{0,63}\z")]
    private static partial Regex Rule();
}
