using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;

namespace Aspire.Hosting.ApplicationModel;

/// <summary>Puts a <see cref="ReferenceExpression"/> together piece by piece.</summary>
public class ReferenceExpressionBuilder
{
    private readonly StringBuilder _format = new();
    private readonly List<IValueProvider> _providers = [];
    private readonly List<string> _expressions = [];

    /// <summary>Whether there is no piece yet.</summary>
    public bool IsEmpty => _format.Length == 0;

    /// <summary>Appends an interpolated string.</summary>
    /// <param name="handler">The string; the compiler makes the handler of it.</param>
    [SuppressMessage("Performance", "CA1822", Justification = "The handler takes the instance.")]
    public void Append([InterpolatedStringHandlerArgument("")] in ReferenceExpressionBuilderInterpolatedStringHandler handler)
    {
        // The handler has appended its pieces already.
        _ = handler;
    }

    /// <summary>Appends text.</summary>
    /// <param name="value">The text.</param>
    public void AppendLiteral(string value)
    {
        ArgumentNullException.ThrowIfNull(value);
        _format.Append(value.Replace("{", "{{", StringComparison.Ordinal).Replace("}", "}}", StringComparison.Ordinal));
    }

    /// <summary>Appends text.</summary>
    /// <param name="value">The text; null for none.</param>
    public void AppendFormatted(string? value) => AppendLiteral(value ?? string.Empty);

    /// <summary>Appends a value that is known later.</summary>
    /// <typeparam name="T">The kind of value.</typeparam>
    /// <param name="valueProvider">Where it comes from.</param>
    public void AppendFormatted<T>(T valueProvider)
        where T : IValueProvider, IManifestExpressionProvider
    {
        _format.Append(CultureInfo.InvariantCulture, $"{{{_providers.Count}}}");
        _providers.Add(valueProvider);
        _expressions.Add(valueProvider.ValueExpression);
    }

    /// <summary>Makes the expression of the pieces so far.</summary>
    /// <returns>The expression.</returns>
    public ReferenceExpression Build() => new(_format.ToString(), [.. _providers], [.. _expressions]);

    /// <summary>Takes an interpolated string apart.</summary>
    /// <param name="literalLength">The length of its text.</param>
    /// <param name="formattedCount">The number of its holes.</param>
    /// <param name="builder">Takes the pieces.</param>
    [InterpolatedStringHandler]
    public readonly ref struct ReferenceExpressionBuilderInterpolatedStringHandler(
        int literalLength, int formattedCount, ReferenceExpressionBuilder builder)
    {
        private readonly ReferenceExpressionBuilder _builder = Sized(builder, literalLength + (formattedCount * 4));

        /// <summary>Appends text.</summary>
        /// <param name="value">The text.</param>
        public void AppendLiteral(string value) => _builder.AppendLiteral(value);

        /// <summary>Appends text.</summary>
        /// <param name="value">The text; null for none.</param>
        public void AppendFormatted(string? value) => _builder.AppendFormatted(value);

        /// <summary>Appends a value that is known later.</summary>
        /// <typeparam name="T">The kind of value.</typeparam>
        /// <param name="valueProvider">Where it comes from.</param>
        public void AppendFormatted<T>(T valueProvider)
            where T : IValueProvider, IManifestExpressionProvider => _builder.AppendFormatted(valueProvider);

        /// <summary>Appends the value of a resource.</summary>
        /// <typeparam name="T">The kind of resource.</typeparam>
        /// <param name="valueProvider">The resource.</param>
        public void AppendFormatted<T>(IResourceBuilder<T> valueProvider)
            where T : IResource, IValueProvider, IManifestExpressionProvider => _builder.AppendFormatted(valueProvider.Resource);

        private static ReferenceExpressionBuilder Sized(ReferenceExpressionBuilder builder, int length)
        {
            builder._format.EnsureCapacity(builder._format.Length + length);
            return builder;
        }
    }
}
