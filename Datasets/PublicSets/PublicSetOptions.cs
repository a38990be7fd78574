using System.ComponentModel.DataAnnotations;

namespace Digits.Datasets.PublicSets;

/// <summary>Where files of public sets come from; section <c>Catalog</c> of the configuration.</summary>
internal sealed class PublicSetOptions
{
    public const string Section = "Catalog";

    private const long DefaultMaxFileBytes = 1L << 30;
    private const int DefaultRetries = 4;

    /// <summary>A folder with files of public sets: directly in it, or in a folder named as the set. A full path; empty for none.</summary>
    public string Folder { get; set; } = "";

    /// <summary>
    /// A server to fetch from instead of the makers' own: <c>&lt;mirror&gt;/&lt;set&gt;/&lt;file&gt;</c>. An http or https address; empty
    /// for none.
    /// </summary>
    public string Mirror { get; set; } = "";

    /// <summary>Whether the network is never touched.</summary>
    public bool Offline { get; set; }

    /// <summary>The greatest file that is fetched where its size is not known.</summary>
    [Range(1, long.MaxValue)]
    public long MaxFileBytes { get; set; } = DefaultMaxFileBytes;

    /// <summary>How long a server may be silent before the connection is given up.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "01:00:00")]
    public TimeSpan SilenceTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How often one address is tried again, in a row, without anything having come.</summary>
    [Range(0, 100)]
    public int Retries { get; set; } = DefaultRetries;

    /// <summary>The wait before the first of these; each further one is twice as long.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:01:00")]
    public TimeSpan RetryDelay { get; set; } = TimeSpan.FromSeconds(1);
}

/// <summary>Checks what attributes cannot say, and names every fault.</summary>
internal sealed class PublicSetOptionsValidator : IValidateOptions<PublicSetOptions>
{
    public ValidateOptionsResult Validate(string? name, PublicSetOptions options)
    {
        var faults = Faults(options).ToList();
        return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }

    private static IEnumerable<string> Faults(PublicSetOptions options)
    {
        if (options.Folder.Length > 0 && !Path.IsPathFullyQualified(options.Folder))
        {
            yield return $"Catalog:Folder must be a full path; it is \"{options.Folder}\".";
        }

        if (options.Mirror.Length > 0 && !IsMirror(options.Mirror))
        {
            yield return "Catalog:Mirror must be an http or https address without a name and password, a query and a fragment.";
        }
    }

    private static bool IsMirror(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var address)
        && (address.Scheme == Uri.UriSchemeHttp || address.Scheme == Uri.UriSchemeHttps)
        && (address.UserInfo + address.Query + address.Fragment).Length == 0;
}
