# One image for the migrations, the API, the worker and the portal: docker-compose.yml says which command each runs.

FROM node:20.20.2-bookworm-slim AS base
WORKDIR /app
COPY package.json package-lock.json .npmrc ./

FROM base AS build
RUN npm ci --ignore-scripts --no-audit --no-fund
COPY . .
RUN npm run generate && npm run build

FROM base AS packages
RUN npm ci --ignore-scripts --omit=dev --no-audit --no-fund

FROM base
ENV NODE_ENV=production NODE_OPTIONS=--enable-source-maps
COPY --from=packages /app/node_modules ./node_modules
COPY --from=build /app/dist ./dist
COPY prisma/migrations ./prisma/migrations
COPY apps/portal-web/views ./apps/portal-web/views
COPY apps/portal-web/public ./apps/portal-web/public
# The only folder that a process may write to: mails, where no mail server is set.
RUN mkdir .local && chown node:node .local
USER node
CMD ["node", "dist/apps/portal-api/src/main.js"]
