using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting;

/// <summary>Adds connection strings that are put together from other values.</summary>
public static class ConnectionStringBuilderExtensions
{
    /// <summary>Adds a connection string.</summary>
    /// <param name="builder">The application's builder.</param>
    /// <param name="name">Its name.</param>
    /// <param name="connectionStringExpression">How it is put together.</param>
    /// <returns>The connection string's builder.</returns>
    public static IResourceBuilder<ConnectionStringResource> AddConnectionString(
        this IDistributedApplicationBuilder builder, string name, ReferenceExpression connectionStringExpression)
    {
        ArgumentNullException.ThrowIfNull(connectionStringExpression);
        return builder.AddResource(new ConnectionStringResource(name, connectionStringExpression));
    }

    /// <summary>Adds a connection string.</summary>
    /// <param name="builder">The application's builder.</param>
    /// <param name="name">Its name.</param>
    /// <param name="connectionStringBuilder">Puts it together.</param>
    /// <returns>The connection string's builder.</returns>
    public static IResourceBuilder<ConnectionStringResource> AddConnectionString(
        this IDistributedApplicationBuilder builder, string name, Action<ReferenceExpressionBuilder> connectionStringBuilder)
    {
        ArgumentNullException.ThrowIfNull(connectionStringBuilder);
        var expression = new ReferenceExpressionBuilder();
        connectionStringBuilder(expression);
        return builder.AddConnectionString(name, expression.Build());
    }
}
