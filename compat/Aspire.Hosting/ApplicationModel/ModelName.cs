namespace Aspire.Hosting.ApplicationModel;

/// <summary>The rule for names of resources and endpoints.</summary>
internal static class ModelName
{
    private const int MaxLength = 64;

    public static void Check(string kind, string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (Fault(name) is { } fault)
        {
            throw new ArgumentException($"{kind} name '{name}' is invalid: a name {fault}.", nameof(name));
        }
    }

    private static string? Fault(string name)
    {
        if (name.Length is 0 or > MaxLength)
        {
            return $"has between 1 and {MaxLength} characters";
        }

        if (!char.IsAsciiLetter(name[0]))
        {
            return "starts with an ASCII letter";
        }

        if (name.Any(c => !char.IsAsciiLetterOrDigit(c) && c != '-'))
        {
            return "has only ASCII letters, digits and hyphens";
        }

        return name.EndsWith('-') || name.Contains("--", StringComparison.Ordinal) ? "neither ends in a hyphen nor has two in a row" : null;
    }
}
