using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting;

/// <summary>A connection string that comes from outside.</summary>
internal sealed class ConnectionStringParameterResource(string name, Func<ParameterDefault?, string> callback, string? environmentVariableName)
    : ParameterResource(name, callback, secret: true), IResourceWithConnectionString
{
    public string? ConnectionStringEnvironmentVariable => environmentVariableName;

    public ReferenceExpression ConnectionStringExpression => ReferenceExpression.Create($"{this}");

    string IManifestExpressionProvider.ValueExpression => $"{{{Name}.connectionString}}";

    ValueTask<string?> IValueProvider.GetValueAsync(CancellationToken cancellationToken) => GetValueAsync(cancellationToken);
}
