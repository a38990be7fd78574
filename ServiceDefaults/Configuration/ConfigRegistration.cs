using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Digits.ServiceDefaults.Configuration;

/// <summary>Registers <see cref="DigitsConfig"/>.</summary>
public static class ConfigRegistration
{
    /// <summary>
    /// Reads config.json, lays <c>DIGITS_*</c> environment variables over it, checks every value and registers the result.
    /// </summary>
    /// <param name="builder">The host to be.</param>
    /// <param name="architectureFaults">Names every fault of an architecture, given as JSON, for an input of height, width and channels.</param>
    /// <exception cref="ConfigException">Something is wrong; the message names every fault at once.</exception>
    public static IHostApplicationBuilder AddDigitsConfig(
        this IHostApplicationBuilder builder, Func<JsonElement, IReadOnlyList<int>, IEnumerable<string>> architectureFaults)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.AddSingleton(
            ConfigFile.Load(builder.Configuration, builder.Environment.ContentRootPath, architectureFaults));
        return builder;
    }
}
