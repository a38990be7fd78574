using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting;

/// <summary>Sends the telemetry of resources to the dashboard. Projects do so anyway.</summary>
public static class OtlpConfigurationExtensions
{
    /// <summary>Tells the resource through <c>OTEL_*</c> variables where the dashboard takes telemetry.</summary>
    /// <typeparam name="T">The kind of resource.</typeparam>
    /// <param name="builder">The resource's builder.</param>
    /// <returns>The builder.</returns>
    public static IResourceBuilder<T> WithOtlpExporter<T>(this IResourceBuilder<T> builder)
        where T : IResourceWithEnvironment => builder.WithAnnotation(new OtlpExporterAnnotation(), ResourceAnnotationMutationBehavior.Replace);

    /// <summary>Tells the resource through <c>OTEL_*</c> variables where the dashboard takes telemetry.</summary>
    /// <typeparam name="T">The kind of resource.</typeparam>
    /// <param name="builder">The resource's builder.</param>
    /// <param name="protocol">How the resource sends it.</param>
    /// <returns>The builder.</returns>
    public static IResourceBuilder<T> WithOtlpExporter<T>(this IResourceBuilder<T> builder, OtlpProtocol protocol)
        where T : IResourceWithEnvironment => builder.WithAnnotation(
            new OtlpExporterAnnotation { RequiredProtocol = protocol }, ResourceAnnotationMutationBehavior.Replace);
}
