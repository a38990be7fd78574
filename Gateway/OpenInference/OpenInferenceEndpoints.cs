using Digits.Gateway.Rest;
using Digits.Gateway.Services;
using Digits.OpenInference.V2;
using Digits.ServiceDefaults.Clients;
using Google.Protobuf;

namespace Digits.Gateway.OpenInference;

/// <summary>
/// The REST form of the Open Inference Protocol, version 2, under <c>/v2</c>. Its JSON is not the JSON of its gRPC messages, so these routes
/// are written by hand: they translate requests to calls of the service and answers back.
/// </summary>
internal static class OpenInferenceEndpoints
{
    // Before the fallback, which takes every path; after the routes of the right method.
    private const int OtherMethodOrder = 1;

    /// <summary>Maps the routes.</summary>
    public static void MapOpenInference(this WebApplication app)
    {
        var routes = new Routes(app);
        const string Model = "/v2/models/{model}";
        const string Version = Model + "/versions/{version}";
        routes.Get("/v2", "ServerMetadata", context => GetServerAsync(context, routes));
        routes.Get("/v2/health/live", "ServerLive", context => JsonAnswer.WriteAsync(context, json => json.WriteBoolean("live", true)));
        routes.Get("/v2/health/ready", "ServerReady", GetReadyAsync);
        routes.Get("/v2/models/stats", "ModelStatistics", context => GetStatisticsAsync(context, routes));
        foreach (var model in new[] { Model, Version })
        {
            routes.Get(model, "ModelMetadata", context => GetModelAsync(context, routes));
            routes.Get(model + "/ready", "ModelReady", context => GetModelReadyAsync(context, routes));
            routes.Get(model + "/stats", "ModelStatistics", context => GetStatisticsAsync(context, routes));
            routes.Post(model + "/infer", "ModelInfer", context => InferAsync(context, routes));
        }

        routes.Post("/v2/repository/index", "RepositoryIndex", context => GetIndexAsync(context, routes));
        routes.Post("/v2/repository/models/{model}/load", "RepositoryModelLoad", context => LoadAsync(context, routes));
        routes.Post("/v2/repository/models/{model}/unload", "RepositoryModelUnload", context => UnloadAsync(context, routes));
    }

    private static async Task GetServerAsync(HttpContext context, Routes routes)
    {
        var answer = await routes.CallAsync<ServerMetadataResponse>(context, new ServerMetadataRequest());
        await JsonAnswer.WriteAsync(context, json => json.WriteServer(answer));
    }

    // What the service says about itself is asked for without waiting for a service that is away.
    private static async Task GetReadyAsync(HttpContext context)
    {
        var services = context.RequestServices;
        var link = services.GetRequiredService<PeerChannels>().Links.Single(link => link.Peer == Peer.Inference);
        var isReady = !services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping.IsCancellationRequested
            && await link.CheckAsync(context.RequestAborted);
        context.Response.StatusCode = isReady ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable;
        await JsonAnswer.WriteAsync(context, json => json.WriteBoolean("ready", isReady));
    }

    private static async Task GetModelAsync(HttpContext context, Routes routes)
    {
        var answer = await routes.CallAsync<ModelMetadataResponse>(context, new ModelMetadataRequest { Name = Model(context), Version = Version(context) });
        await JsonAnswer.WriteAsync(context, json => json.WriteModel(answer));
    }

    private static async Task GetModelReadyAsync(HttpContext context, Routes routes)
    {
        var name = Model(context);
        var answer = await routes.CallAsync<ModelReadyResponse>(context, new ModelReadyRequest { Name = name, Version = Version(context) });
        context.Response.StatusCode = answer.Ready ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable;
        await JsonAnswer.WriteAsync(context, json =>
        {
            json.WriteString("name", name);
            json.WriteBoolean("ready", answer.Ready);
        });
    }

    private static async Task GetStatisticsAsync(HttpContext context, Routes routes)
    {
        var answer = await routes.CallAsync<ModelStatisticsResponse>(context, new ModelStatisticsRequest { Name = Model(context), Version = Version(context) });
        await JsonAnswer.WriteAsync(context, json => json.WriteStatistics(answer));
    }

    private static async Task InferAsync(HttpContext context, Routes routes)
    {
        var body = await InferBody.ReadAsync(context);
        var tensor = body.IsRawTensor
            ? await routes.CallAsync<ModelMetadataResponse>(context, "ModelMetadata", new ModelMetadataRequest { Name = Model(context), Version = Version(context) })
            : null;
        var request = tensor is null ? body.ToRequest() : body.ToRequest(tensor.Inputs[0]);
        request.ModelName = Model(context);
        request.ModelVersion = Version(context);
        var answer = await routes.CallAsync<ModelInferResponse>(context, request);
        await InferAnswer.WriteAsync(context, answer, body.IsBinary);
    }

    private static async Task GetIndexAsync(HttpContext context, Routes routes)
    {
        using var json = await JsonRequest.ReadAsync(context);
        var request = new RepositoryIndexRequest { Ready = json is not null && JsonRequest.OptionalBool(json.RootElement, "ready") };
        var answer = await routes.CallAsync<RepositoryIndexResponse>(context, request);
        await JsonAnswer.WriteIndexAsync(context, answer);
    }

    private static async Task LoadAsync(HttpContext context, Routes routes)
    {
        using var json = await JsonRequest.ReadAsync(context);
        var request = new RepositoryModelLoadRequest { ModelName = Model(context) };
        JsonRequest.ReadParameters(json, request.Parameters);
        await routes.CallAsync<RepositoryModelLoadResponse>(context, request);
    }

    private static async Task UnloadAsync(HttpContext context, Routes routes)
    {
        using var json = await JsonRequest.ReadAsync(context);
        var request = new RepositoryModelUnloadRequest { ModelName = Model(context) };
        JsonRequest.ReadParameters(json, request.Parameters);
        await routes.CallAsync<RepositoryModelUnloadResponse>(context, request);
    }

    private static string Model(HttpContext context) => Variable(context, "model");

    private static string Version(HttpContext context) => Variable(context, "version");

    private static string Variable(HttpContext context, string name) => Uri.UnescapeDataString(context.Request.RouteValues[name] as string ?? "");

    /// <summary>Maps routes to RPCs and calls them.</summary>
    private sealed class Routes(WebApplication app)
    {
        private readonly UnaryHandler _unary = app.Services.GetRequiredService<UnaryHandler>();

        private readonly Dictionary<string, RpcMethod> _rpcs = app.Services.GetRequiredService<RoutedServices>().Rpcs
            .Where(rpc => rpc.Descriptor.Service.FullName == GRPCInferenceService.Descriptor.FullName)
            .ToDictionary(rpc => rpc.Descriptor.Name);

        public void Get(string path, string rpc, RequestDelegate handler) => Map(HttpMethods.Get, path, rpc, handler);

        public void Post(string path, string rpc, RequestDelegate handler) => Map(HttpMethods.Post, path, rpc, handler);

        /// <summary>Calls the RPC of the route.</summary>
        public Task<T> CallAsync<T>(HttpContext context, IMessage request)
            where T : IMessage => CallAsync<T>(context, context.GetEndpoint()!.Metadata.GetRequiredMetadata<RpcMethod>().Descriptor.Name, request);

        /// <summary>Calls an RPC.</summary>
        public async Task<T> CallAsync<T>(HttpContext context, string rpc, IMessage request)
            where T : IMessage => (T)await _unary.CallAsync(_rpcs[rpc], request, context.RequestAborted);

        private void Map(string method, string path, string name, RequestDelegate handler)
        {
            var rpc = _rpcs[name];
            app.MapMethods(path, [method], context => RestEndpoints.TellProblemsAsync(context, handler(context), rpc, app.Logger))
                .WithDisplayName($"{method} {path}")
                .WithMetadata(rpc);
            app.Map(path, context => RestEndpoints.RefuseMethod(context, method)).WithOrder(OtherMethodOrder);
        }
    }
}
