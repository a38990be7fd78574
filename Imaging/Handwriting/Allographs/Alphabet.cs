namespace Digits.Imaging.Handwriting.Allographs;

/// <summary>Every way of writing every digit that is known here.</summary>
internal static class Alphabet
{
    /// <summary>The allographs of the digits 0 to 9.</summary>
    public static IReadOnlyList<IReadOnlyList<Allograph>> Digits { get; } =
        [Zero.All, One.All, Two.All, Three.All, Four.All, Five.All, Six.All, Seven.All, Eight.All, Nine.All];

    /// <summary>Chooses a way of writing a digit, the common ones more often.</summary>
    public static Allograph Choose(int digit, Dice dice)
    {
        var allographs = Digits[digit];
        var left = dice.Between(0, allographs.Sum(allograph => allograph.Weight));
        foreach (var allograph in allographs)
        {
            left -= allograph.Weight;
            if (left < 0)
            {
                return allograph;
            }
        }

        return allographs[^1];
    }
}
