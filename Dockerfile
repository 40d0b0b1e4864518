# Site and worker in one image. `npm run verify:image` carries out these very steps in a clean folder, without Docker.
FROM node:22-bookworm-slim AS build
WORKDIR /app
RUN apt-get update && apt-get install -y --no-install-recommends python3 make g++ ca-certificates
ENV ONNXRUNTIME_NODE_INSTALL=skip
COPY package.json package-lock.json .npmrc ./
RUN npm ci --include=dev
COPY . .
RUN node scripts/prepare-models.mjs
RUN node scripts/build.mjs
RUN npm prune --omit=dev
# The inference library brings itself for every system; one is enough.
RUN rm -rf node_modules/onnxruntime-node/bin/napi-v*/darwin node_modules/onnxruntime-node/bin/napi-v*/win32

FROM node:22-bookworm-slim
WORKDIR /app
# What is here is used as it is: nothing is installed, fetched or built at the start.
ENV NODE_ENV=production IDB_PREPARE=0 HOST=0.0.0.0
COPY --from=build /app/package.json ./
COPY --from=build /app/node_modules ./node_modules
COPY --from=build /app/build ./build
COPY --from=build /app/drizzle ./drizzle
COPY --from=build /app/models ./models
COPY --from=build /app/scripts ./scripts
# What must outlive the container: database and pictures; and apart from them the root key, where ROOT_KEY_FILE says so.
RUN mkdir data keys && chown 1000:1000 data keys && chmod 700 data keys
VOLUME /app/data /app/keys
USER node
EXPOSE 3000
HEALTHCHECK --interval=30s --timeout=5s --start-period=30s CMD ["node", "scripts/healthcheck.mjs"]
CMD ["node", "scripts/start.mjs"]
