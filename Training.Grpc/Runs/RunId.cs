using System.Security.Cryptography;

namespace Digits.Training.Runs;

/// <summary>
/// Makes run ids: 16 characters of Crockford's base 32 in lower case, 9 for the milliseconds since 1970 (so ids sort by age)
/// and 7 for chance (so that an id cannot be guessed from another).
/// </summary>
internal static class RunId
{
    private const string Alphabet = "0123456789abcdefghjkmnpqrstvwxyz";
    private const int TimeCharacters = 9;
    private const int RandomCharacters = 7;

    /// <summary>Whether a run may have this id, as far as can be told without looking: a caller's text may be of any length.</summary>
    public static bool IsPossible(string id) => id.Length == TimeCharacters + RandomCharacters;

    public static string Create(DateTimeOffset now) =>
        string.Create(TimeCharacters + RandomCharacters, now.ToUnixTimeMilliseconds(), static (id, milliseconds) =>
        {
            for (var i = TimeCharacters - 1; i >= 0; i--)
            {
                id[i] = Alphabet[(int)(milliseconds & 31)];
                milliseconds >>= 5;
            }

            RandomNumberGenerator.GetItems(Alphabet, id[TimeCharacters..]);
        });
}
