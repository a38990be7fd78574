using System.Diagnostics.CodeAnalysis;
using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting;

/// <summary>A service that is there already, outside of the application.</summary>
public sealed class ExternalServiceResource : Resource
{
    /// <summary>Creates the resource.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="uri">Where the service is.</param>
    /// <exception cref="ArgumentException">The address is relative, or more than a scheme, a host, a port and a path that ends in a slash.</exception>
    public ExternalServiceResource(string name, Uri uri)
        : base(name)
    {
        ArgumentNullException.ThrowIfNull(uri);
        if (Fault(uri) is { } fault)
        {
            throw new ArgumentException(fault, nameof(uri));
        }

        Uri = uri;
    }

    /// <summary>Creates the resource.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="urlParameter">Says where the service is.</param>
    public ExternalServiceResource(string name, ParameterResource urlParameter)
        : base(name)
    {
        ArgumentNullException.ThrowIfNull(urlParameter);
        UrlParameter = urlParameter;
    }

    /// <summary>Where the service is; null if a parameter says so.</summary>
    public Uri? Uri { get; }

    /// <summary>Says where the service is; null if it is known.</summary>
    public ParameterResource? UrlParameter { get; }

    internal static bool TryParse(string? url, [NotNullWhen(true)] out Uri? uri, [NotNullWhen(false)] out string? fault)
    {
        fault = Uri.TryCreate(url, UriKind.Absolute, out uri) ? Fault(uri) : "the address of an external service is absolute";
        return fault is null;
    }

    private static string? Fault(Uri uri)
    {
        if (!uri.IsAbsoluteUri)
        {
            return "the address of an external service is absolute";
        }

        if (!uri.AbsolutePath.EndsWith('/'))
        {
            return "the path of an external service's address ends in '/'";
        }

        return uri.Query.Length + uri.Fragment.Length > 0 ? "the address of an external service has neither a query nor a fragment" : null;
    }
}
