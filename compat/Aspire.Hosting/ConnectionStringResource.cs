using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting;

/// <summary>A connection string that is put together from other values.</summary>
/// <param name="name">Its name.</param>
/// <param name="connectionStringExpression">How it is put together.</param>
public sealed class ConnectionStringResource(string name, ReferenceExpression connectionStringExpression)
    : Resource(name), IResourceWithConnectionString, IResourceWithWaitSupport
{
    /// <inheritdoc/>
    public ReferenceExpression ConnectionStringExpression => connectionStringExpression;
}
