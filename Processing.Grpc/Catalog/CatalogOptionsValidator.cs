using Microsoft.Extensions.Options;

namespace Digits.Processing.Catalog;

/// <summary>Checks what attributes cannot say, and names every fault.</summary>
internal sealed class CatalogOptionsValidator : IValidateOptions<CatalogOptions>
{
    public ValidateOptionsResult Validate(string? name, CatalogOptions options)
    {
        var faults = Faults(options).ToList();
        return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }

    private static IEnumerable<string> Faults(CatalogOptions options)
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
