using System.Security.Cryptography;
using Aspire.Hosting.Publishing;

namespace Aspire.Hosting.ApplicationModel;

/// <summary>A random default. The deployment tool draws its own; the manifest has only the rules.</summary>
public sealed class GenerateParameterDefault : ParameterDefault
{
    // Without those that look alike and those that mean something to a shell, an address or a connection string.
    private const string LowerCharacters = "abcdefghjkmnpqrstuvwxyz";
    private const string UpperCharacters = "ABCDEFGHJKMNPQRSTUVWXYZ";
    private const string NumericCharacters = "0123456789";
    private const string SpecialCharacters = "-_.{}~()*+!";

    /// <summary>The least number of characters.</summary>
    public int MinLength { get; set; }

    /// <summary>Whether lower-case letters may occur.</summary>
    public bool Lower { get; set; } = true;

    /// <summary>Whether upper-case letters may occur.</summary>
    public bool Upper { get; set; } = true;

    /// <summary>Whether digits may occur.</summary>
    public bool Numeric { get; set; } = true;

    /// <summary>Whether special characters may occur.</summary>
    public bool Special { get; set; } = true;

    /// <summary>The least number of lower-case letters.</summary>
    public int MinLower { get; set; }

    /// <summary>The least number of upper-case letters.</summary>
    public int MinUpper { get; set; }

    /// <summary>The least number of digits.</summary>
    public int MinNumeric { get; set; }

    /// <summary>The least number of special characters.</summary>
    public int MinSpecial { get; set; }

    private (bool IsAllowed, int Least, string Characters)[] Kinds =>
    [
        (Lower, MinLower, LowerCharacters),
        (Upper, MinUpper, UpperCharacters),
        (Numeric, MinNumeric, NumericCharacters),
        (Special, MinSpecial, SpecialCharacters),
    ];

    /// <inheritdoc/>
    public override void WriteToManifest(ManifestPublishingContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        var writer = context.Writer;
        writer.WriteStartObject("generate");
        writer.WriteNumber("minLength", MinLength);
        foreach (var (name, isAllowed) in new[] { ("lower", Lower), ("upper", Upper), ("numeric", Numeric), ("special", Special) })
        {
            if (!isAllowed)
            {
                writer.WriteBoolean(name, false);
            }
        }

        foreach (var (name, least) in new[] { ("minLower", MinLower), ("minUpper", MinUpper), ("minNumeric", MinNumeric), ("minSpecial", MinSpecial) })
        {
            if (least != 0)
            {
                writer.WriteNumber(name, least);
            }
        }

        writer.WriteEndObject();
    }

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">The rules contradict one another.</exception>
    public override string GetDefaultValue()
    {
        if (Kinds.All(k => !k.IsAllowed) || Kinds.Any(k => k.Least < 0 || (!k.IsAllowed && k.Least > 0)))
        {
            throw new InvalidOperationException("The rules for a generated parameter contradict one another.");
        }

        var required = Kinds.SelectMany(k => RandomNumberGenerator.GetItems<char>(k.Characters, k.Least)).ToArray();
        var choices = string.Concat(Kinds.Where(k => k.IsAllowed).Select(k => k.Characters));
        char[] characters = [.. required, .. RandomNumberGenerator.GetItems<char>(choices, Math.Max(MinLength - required.Length, 0))];
        RandomNumberGenerator.Shuffle<char>(characters);
        return new string(characters);
    }
}
