using Digits.Inference.Batching;
using Digits.Inference.Models;
using Digits.Inference.OpenInference;
using Digits.Inference.Prediction;
using Digits.Inference.Statistics;
using Digits.Learning.Networks;
using Digits.ServiceDefaults;
using Digits.ServiceDefaults.Clients;
using Digits.Training.V1;
using Grpc.AspNetCore.Server;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Digits.Inference;

/// <summary>Puts the inference service together.</summary>
internal static class InferenceRegistration
{
    /// <summary>Adds the service with its models, which it follows from Training.</summary>
    public static WebApplicationBuilder AddInference(this WebApplicationBuilder builder)
    {
        builder.AddDigitsConfig(Architecture.Faults);
        builder.AddDigitsClient<ModelService.ModelServiceClient>(Peer.Training);
        builder.Services.AddOptions<ServingOptions>().BindConfiguration(ServingOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        builder.Services.AddOptions<BatchingOptions>().BindConfiguration(BatchingOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        builder.Services.TryAddSingleton<ModelShelf>();
        builder.Services.TryAddSingleton<ModelCache>();
        builder.Services.TryAddSingleton<ServingStatistics>();
        builder.Services.TryAddSingleton<PredictionTelemetry>();
        builder.Services.TryAddSingleton(services => new LargePictures(
            Environment.ProcessorCount, services.GetRequiredService<ILogger<LargePictures>>()));
        builder.Services.TryAddSingleton<TensorReader>();
        new GrpcServer(builder.Services).AddServiceOptions<OpenInferenceGrpcService>(
            options => options.MaxReceiveMessageSize = OpenInferenceGrpcService.MaxMessageBytes);
        builder.Services.TryAddSingleton<ModelDownloader>();
        builder.Services.TryAddSingleton<ModelUpdater>();
        builder.Services.AddHostedService<ModelFollower>();
        builder.Services.AddHealthChecks().AddCheck<ModelsHealthCheck>("models");
        return builder;
    }

    /// <summary>Maps the RPCs.</summary>
    public static WebApplication MapInference(this WebApplication app)
    {
        app.MapGrpcService<InferenceGrpcService>();
        app.MapGrpcService<OpenInferenceGrpcService>();
        return app;
    }

    /// <summary>The gRPC server that is there already; AddGrpc would add its parts a second time.</summary>
    private sealed record GrpcServer(IServiceCollection Services) : IGrpcServerBuilder;
}
