namespace Aspire.Hosting.ApplicationModel;

/// <summary>A value that comes from outside: from the configuration here, from the deployment tool when published.</summary>
public class ParameterResource : Resource, IManifestExpressionProvider, IValueProvider
{
    private readonly Lazy<string> _value;

    /// <summary>Creates the parameter.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="callback">Gets the value, given <see cref="Default"/>. It is called once, when the value is needed.</param>
    /// <param name="secret">Whether the value is kept out of sight.</param>
    public ParameterResource(string name, Func<ParameterDefault?, string> callback, bool secret = false)
        : base(name)
    {
        ArgumentNullException.ThrowIfNull(callback);
        _value = new(() => callback(Default));
        Secret = secret;
    }

    /// <summary>The value if there is no other; null for none.</summary>
    public ParameterDefault? Default { get; set; }

    /// <summary>Whether the value is kept out of sight.</summary>
    public bool Secret { get; }

    /// <summary>Whether the value is a connection string.</summary>
    public bool IsConnectionString { get; set; }

    /// <summary>What the parameter is for, in words for people.</summary>
    public string? Description { get; set; }

    /// <summary>Whether <see cref="Description"/> is Markdown.</summary>
    public bool EnableDescriptionMarkdown { get; set; }

    /// <inheritdoc/>
    public string ValueExpression => $"{{{Name}.value}}";

    /// <summary>Gets the value.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The value.</returns>
    /// <exception cref="MissingParameterValueException">There is no value.</exception>
    public ValueTask<string?> GetValueAsync(CancellationToken cancellationToken) => ValueTask.FromResult<string?>(_value.Value);
}
