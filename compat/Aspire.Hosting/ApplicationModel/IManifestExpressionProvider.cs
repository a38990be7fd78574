namespace Aspire.Hosting.ApplicationModel;

/// <summary>Something that has an expression in a published manifest, such as <c>{gateway.bindings.http.url}</c>.</summary>
public interface IManifestExpressionProvider
{
    /// <summary>The expression.</summary>
    string ValueExpression { get; }
}
