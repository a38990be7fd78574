using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.Configuration;

namespace Aspire.Hosting;

/// <summary>Adds parameters to an application.</summary>
public static class ParameterResourceBuilderExtensions
{
    /// <summary>Adds a parameter whose value is <c>Parameters:name</c> of the configuration.</summary>
    /// <param name="builder">The application's builder.</param>
    /// <param name="name">Its name. In the configuration, underscores may stand for its hyphens.</param>
    /// <param name="secret">Whether the value is kept out of sight.</param>
    /// <returns>The parameter's builder.</returns>
    public static IResourceBuilder<ParameterResource> AddParameter(this IDistributedApplicationBuilder builder, string name, bool secret = false) =>
        builder.AddResource(new ParameterResource(name, d => ConfiguredValue(builder.Configuration, name, $"Parameters:{name}", d), secret));

    /// <summary>Adds a parameter with a fixed value.</summary>
    /// <param name="builder">The application's builder.</param>
    /// <param name="name">Its name.</param>
    /// <param name="value">The value here.</param>
    /// <param name="publishValueAsDefault">Whether the manifest has the value as the default.</param>
    /// <param name="secret">Whether the value is kept out of sight.</param>
    /// <returns>The parameter's builder.</returns>
    /// <exception cref="ArgumentException">A secret is to be published.</exception>
    public static IResourceBuilder<ParameterResource> AddParameter(
        this IDistributedApplicationBuilder builder, string name, string value, bool publishValueAsDefault = false, bool secret = false)
    {
        ArgumentNullException.ThrowIfNull(value);
        return builder.AddParameter(name, () => value, publishValueAsDefault, secret);
    }

    /// <summary>Adds a parameter whose value is worked out when it is needed.</summary>
    /// <param name="builder">The application's builder.</param>
    /// <param name="name">Its name.</param>
    /// <param name="valueGetter">Gets the value here.</param>
    /// <param name="publishValueAsDefault">Whether the manifest has the value as the default.</param>
    /// <param name="secret">Whether the value is kept out of sight.</param>
    /// <returns>The parameter's builder.</returns>
    /// <exception cref="ArgumentException">A secret is to be published.</exception>
    public static IResourceBuilder<ParameterResource> AddParameter(
        this IDistributedApplicationBuilder builder, string name, Func<string> valueGetter, bool publishValueAsDefault = false, bool secret = false)
    {
        ArgumentNullException.ThrowIfNull(valueGetter);
        if (publishValueAsDefault && secret)
        {
            throw new ArgumentException($"Parameter '{name}' is secret, so its value cannot be published as the default.", nameof(secret));
        }

        return builder.AddResource(new ParameterResource(name, d => d is null ? valueGetter() : d.GetDefaultValue(), secret)
        {
            Default = publishValueAsDefault ? new ConstantParameterDefault(valueGetter) : null,
        });
    }

    /// <summary>Adds a parameter whose value is <c>Parameters:name</c> of the configuration, or else a default.</summary>
    /// <param name="builder">The application's builder.</param>
    /// <param name="name">Its name. In the configuration, underscores may stand for its hyphens.</param>
    /// <param name="value">The default.</param>
    /// <param name="secret">Whether the value is kept out of sight.</param>
    /// <param name="persist">Whether a generated value is the same at the next start.</param>
    /// <returns>The parameter's builder.</returns>
    /// <exception cref="DistributedApplicationException"><paramref name="persist"/> is asked for, which the stand-in cannot do.</exception>
    public static IResourceBuilder<ParameterResource> AddParameter(
        this IDistributedApplicationBuilder builder, string name, ParameterDefault value, bool secret = false, bool persist = false)
    {
        ArgumentNullException.ThrowIfNull(value);
        if (persist && builder.ExecutionContext.IsRunMode)
        {
            throw new DistributedApplicationException($"Parameter '{name}' is to keep its generated value; the stand-in for Aspire keeps no user secrets.");
        }

        return builder.AddResource(
            new ParameterResource(name, d => ConfiguredValue(builder.Configuration, name, $"Parameters:{name}", d), secret) { Default = value });
    }

    /// <summary>Adds a parameter whose value is in the configuration.</summary>
    /// <param name="builder">The application's builder.</param>
    /// <param name="name">Its name.</param>
    /// <param name="configurationKey">Where the value is.</param>
    /// <param name="secret">Whether the value is kept out of sight.</param>
    /// <returns>The parameter's builder.</returns>
    public static IResourceBuilder<ParameterResource> AddParameterFromConfiguration(
        this IDistributedApplicationBuilder builder, string name, string configurationKey, bool secret = false)
    {
        ArgumentNullException.ThrowIfNull(configurationKey);
        return builder.AddResource(new ParameterResource(name, d => ConfiguredValue(builder.Configuration, name, configurationKey, d), secret));
    }

    /// <summary>Adds a connection string, <c>ConnectionStrings:name</c> of the configuration.</summary>
    /// <param name="builder">The application's builder.</param>
    /// <param name="name">Its name.</param>
    /// <param name="environmentVariableName">The variable that resources get it in; null for <c>ConnectionStrings__name</c>.</param>
    /// <returns>The connection string's builder.</returns>
    public static IResourceBuilder<IResourceWithConnectionString> AddConnectionString(
        this IDistributedApplicationBuilder builder, string name, string? environmentVariableName = null) =>
        builder.AddResource(new ConnectionStringParameterResource(
            name, _ => ConfiguredValue(builder.Configuration, name, $"ConnectionStrings:{name}", null), environmentVariableName)
        {
            IsConnectionString = true,
        });

    /// <summary>Says what a parameter is for.</summary>
    /// <param name="builder">The parameter's builder.</param>
    /// <param name="description">Words for people.</param>
    /// <param name="enableMarkdown">Whether they are Markdown.</param>
    /// <returns>The builder.</returns>
    public static IResourceBuilder<ParameterResource> WithDescription(
        this IResourceBuilder<ParameterResource> builder, string description, bool enableMarkdown = false)
    {
        builder.Resource.Description = description;
        builder.Resource.EnableDescriptionMarkdown = enableMarkdown;
        return builder;
    }

    private static string ConfiguredValue(ConfigurationManager configuration, string name, string key, ParameterDefault? parameterDefault)
    {
        // A variable of the environment cannot have hyphens in its name everywhere.
        string?[] written = [configuration[key], configuration[key.Replace('-', '_')]];
        return written.FirstOrDefault(v => !string.IsNullOrEmpty(v))
            ?? parameterDefault?.GetDefaultValue()
            ?? throw new MissingParameterValueException(
                $"Parameter '{name}' has no value: set {key} in the configuration, or {key.Replace(":", "__", StringComparison.Ordinal).Replace('-', '_')} in the environment.");
    }
}
