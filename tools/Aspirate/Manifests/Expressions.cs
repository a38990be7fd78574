using System.Globalization;
using System.Text.RegularExpressions;

namespace Aspirate.Manifests;

/// <summary>Replaces expressions such as <c>{processing.bindings.http.url}</c> in variables and connection strings.</summary>
internal sealed partial class Expressions(IReadOnlyDictionary<string, ManifestResource> resources)
{
    private const int MaxDepth = 16;
    private const int HttpPort = 8080;
    private const int HttpsPort = 8443;

    /// <exception cref="AspirateException">An expression refers to something that does not exist, or to itself.</exception>
    public void Substitute()
    {
        foreach (var resource in resources.Values)
        {
            GiveWebBindingsPorts(resource);
        }

        foreach (var resource in resources.Values)
        {
            foreach (var (name, value) in resource.Env.ToArray())
            {
                resource.Env[name] = Text(value);
            }

            resource.ConnectionString = Text(resource.ConnectionString);
        }
    }

    private static void GiveWebBindingsPorts(ManifestResource resource)
    {
        foreach (var (name, binding) in resource.Bindings)
        {
            binding.TargetPort = (name.ToUpperInvariant(), binding.TargetPort) switch
            {
                ("HTTP", null or 0) => HttpPort,
                ("HTTPS", null or 0) => HttpsPort,
                var (_, port) => port,
            };
        }
    }

    // Doubled braces stand for single ones.
    private string? Text(string? value) => value is null
        ? null
        : Resolve(value, 0).Replace("{{", "{", StringComparison.Ordinal).Replace("}}", "}", StringComparison.Ordinal);

    private string Resolve(string value, int depth)
    {
        if (depth > MaxDepth)
        {
            throw new AspirateException($"The expression '{value}' leads back to itself.");
        }

        return Placeholder().Replace(value, match => match.Groups["path"] is { Success: true } path
            ? Lookup(path.Value) is { } found ? Resolve(found, depth + 1) : match.Value
            : match.Value);
    }

    // Text that is not a reference stays as it is.
    private string? Lookup(string path)
    {
        var parts = path.Split('.');
        if (parts is [var owner, "bindings", var binding, var property])
        {
            return Binding(path, owner, binding, property);
        }

        return resources.TryGetValue(parts[0], out var resource)
            ? parts[1..] switch
            {
                ["value"] or ["inputs", _] or ["inputs", _, "value"] => resource.Value,
                ["connectionString"] => resource.ConnectionString,
                ["path"] => resource.Path,
                ["image"] => resource.Image,
                _ => null,
            }
            : null;
    }

    private string Binding(string path, string owner, string name, string property)
    {
        if (!resources.TryGetValue(owner, out var resource))
        {
            throw new AspirateException($"Unknown resource '{owner}' in reference expression '{path}'.");
        }

        if (!resource.Bindings.TryGetValue(name, out var binding))
        {
            throw new AspirateException($"Resource '{owner}' has no binding '{name}' in reference expression '{path}'.");
        }

        var target = binding.TargetPort?.ToString(CultureInfo.InvariantCulture);
        return property switch
        {
            "host" => owner,
            "port" => binding.Port is { } port and not 0 ? port.ToString(CultureInfo.InvariantCulture) : target ?? string.Empty,
            "targetPort" => target ?? string.Empty,
            "scheme" => "http",
            "url" => Url(owner, name, target),
            _ => throw new AspirateException($"Unknown property '{property}' in reference expression '{path}'."),
        };
    }

    // There are no certificates, so there is no https; and a binding of another name is known by host and port only.
    private static string Url(string owner, string name, string? port) => name switch
    {
        "http" => $"http://{owner}:{port}",
        "https" => string.Empty,
        _ => $"{owner}:{port}",
    };

    [GeneratedRegex(@"\{\{|\{(?<path>[A-Za-z0-9.\-]+)\}")]
    private static partial Regex Placeholder();
}
